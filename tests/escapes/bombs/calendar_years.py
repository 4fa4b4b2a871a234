# expect: stopped
async def main():
    "use workflow"
    import calendar
    c = calendar.TextCalendar()
    while True: c.formatyear(2024, m=1)
