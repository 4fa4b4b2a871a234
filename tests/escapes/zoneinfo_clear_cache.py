# expect: harmless zoneinfo.ZoneInfo(key='UTC')
from zoneinfo import ZoneInfo
async def main():
    "use workflow"
    ZoneInfo.clear_cache()
    return ZoneInfo.no_cache("UTC")
