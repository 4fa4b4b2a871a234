# expect: stopped
async def main():
    "use workflow"
    from zoneinfo import ZoneInfo
    from datetime import datetime
    z = ZoneInfo('Europe/Berlin')
    while True: datetime(2030, 1, 1, tzinfo=z).utcoffset()
