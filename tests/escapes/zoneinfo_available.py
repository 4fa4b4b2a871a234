# expect: stopped NotOffered
import zoneinfo
async def main():
    "use workflow"
    return len(zoneinfo.available_timezones()), zoneinfo.TZPATH
