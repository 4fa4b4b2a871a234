# expect: stopped
import datetime
async def main():
    "use workflow"
    return len(f"{datetime.datetime(2024, 1, 1):%999999999d}")
