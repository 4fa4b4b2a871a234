from datetime import date, datetime, timedelta, timezone, time


async def main():
    "use workflow"
    start = datetime(2024, 2, 28, 23, 30, tzinfo=timezone.utc)
    later = start + timedelta(days=1, hours=2)
    return (later.isoformat(), (later - start).total_seconds(), date(2024, 2, 29).weekday(), later.date() > date(2024, 2, 28),
            start.replace(hour=1).time(), datetime.fromisoformat("2024-01-02T03:04:05+02:00").utcoffset(), str(timedelta(minutes=-1)),
            date.fromisoformat("2024-03-01").isocalendar()[:2], time(3, 4).isoformat(), start.strftime("%Y/%m/%d %H:%M"))
