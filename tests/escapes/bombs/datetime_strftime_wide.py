# expect: stopped
import datetime
async def main():
    "use workflow"
    return len(datetime.datetime(2024, 1, 1).strftime("%c" * 1_000_000))
