# expect: stopped
import calendar
async def main():
    "use workflow"
    while True: calendar.TextCalendar().formatyear(2024, 9, 9, 9)
