# expect: stopped
import datetime
async def main():
    "use workflow"
    return datetime.timedelta(1) * 10**100_000
