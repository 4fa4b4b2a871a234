"""`calendar`: its arithmetic. Weekdays and months are plain integers, names are English.

From 3.12 on the real constants are enum members with another repr; the real names ask the locale.
"""

from __future__ import annotations

import calendar
from typing import Any, Final

from stdlib_shims.clock_names import DAYS, MONTHS
from stdlib_shims.tables import pick, refuse


class Calendar(calendar.Calendar):
    """`calendar.Calendar`."""


def weekday(year: int, month: int, day: int) -> int:
    """Return 0 for a Monday to 6 for a Sunday."""
    return int(calendar.weekday(year, month, day))


def monthrange(year: int, month: int) -> tuple[int, int]:
    """Return the weekday of a month's first day, and how many days it has."""
    first, days = calendar.monthrange(year, month)
    return int(first), days


def monthcalendar(year: int, month: int) -> list[list[int]]:
    """Return a month's weeks, Monday first, with 0 for the days of other months."""
    return Calendar().monthdayscalendar(year, month)


OFFERS: Final[dict[str, Any]] = {
    **pick(calendar, "IllegalMonthError IllegalWeekdayError isleap leapdays timegm"),
    **{name.upper(): index for index, name in enumerate(DAYS)},
    **{name.upper(): index for index, name in enumerate(MONTHS, 1)},
    "Calendar": Calendar,
    "day_abbr": tuple(name[:3] for name in DAYS),
    "day_name": DAYS,
    "month_abbr": ("", *(name[:3] for name in MONTHS)),
    "month_name": ("", *MONTHS),
    "monthcalendar": monthcalendar,
    "monthrange": monthrange,
    "weekday": weekday,
}

REFUSES: Final[dict[str, str]] = {
    **refuse("firstweekday setfirstweekday", "it is shared by the process; use Calendar(firstweekday)"),
    **refuse(
        """
        HTMLCalendar LocaleHTMLCalendar LocaleTextCalendar TextCalendar calendar format formatstring month prcal
        prmonth prweek week weekheader main
        """,
        "it is for the terminal; format the weeks of monthcalendar(year, month)",
    ),
    **refuse("Day Month", "only newer Pythons have it; use calendar.MONDAY and its like"),
    **refuse("January February EPOCH", "it is the module's own"),
    **refuse("standalone_month_abbr standalone_month_name", "it asks the locale; use month_name"),
}
