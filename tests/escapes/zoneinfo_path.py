# expect: stopped ZoneInfoNotFoundError
from zoneinfo import ZoneInfo
async def main():
    "use workflow"
    return ZoneInfo("../../../etc/passwd")
