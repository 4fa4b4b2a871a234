from datetime import date, timedelta


async def main():
    "use workflow"
    start = date(2023, 12, 30)
    days = [start + timedelta(days=n) for n in range(4)]
    return [d.isoformat() for d in days if d.weekday() < 5], days[-1].timetuple().tm_yday, max(days).toordinal() - min(days).toordinal()
