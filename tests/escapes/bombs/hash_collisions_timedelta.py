# expect: stopped
import datetime
async def main():
    "use workflow"
    return len({datetime.timedelta(days=i % 999_999) for i in range(1_000_000)})
