# expect: stopped
from zoneinfo import ZoneInfo
async def main():
    "use workflow"
    while True: ZoneInfo.no_cache("Europe/Berlin")
