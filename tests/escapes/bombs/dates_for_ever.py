# expect: stopped
async def main():
    "use workflow"
    from datetime import date, timedelta
    d = date(1, 1, 1)
    while True: d = d.replace(day=1) if d.year > 9000 else d + timedelta(days=1)
