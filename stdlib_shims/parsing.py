"""`strptime` of our own: English names whatever the locale, and one meaning on every Python."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, Final

from stdlib_shims.clock_names import DAYS, MONTHS
from stdlib_shims.exact import exact

_PARTS: Final[dict[str, str]] = {
    "a": "|".join(name[:3] for name in DAYS),
    "A": "|".join(DAYS),
    "b": "|".join(name[:3] for name in MONTHS),
    "B": "|".join(MONTHS),
    "d": r"3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9]",
    "f": r"[0-9]{1,6}",
    "H": r"2[0-3]|[0-1]\d|\d",
    "I": r"1[0-2]|0[1-9]|[1-9]| [1-9]",
    "G": r"\d\d\d\d",
    "j": r"36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]",
    "m": r"1[0-2]|0[1-9]|[1-9]",
    "M": r"[0-5]\d|\d",
    "p": "am|pm",
    "S": r"6[0-1]|[0-5]\d|\d",
    "U": r"5[0-3]|[0-4]\d|\d",
    "u": r"[1-7]",
    "V": r"5[0-3]|0[1-9]|[1-4]\d|\d",
    "w": r"[0-6]",
    "W": r"5[0-3]|[0-4]\d|\d",
    "y": r"\d\d",
    "Y": r"\d\d\d\d",
    "z": r"[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?|(?-i:Z)",
    "%": "%",
}
_WHOLE: Final = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S"}
_SPECIAL: Final = re.compile(r"([\\.^$*+?\(\){}\[\]|])")
_NUMBERS: Final = "dGHIjmMSUuVwWyY"


def parse_moment(text: str, layout: str) -> datetime:
    """Return the moment that a text spells, in the zone that it names if any.

    Raises:
        ValueError: The text does not match the layout, or is no date; a bad directive.
    """
    if not (isinstance(text, str) and isinstance(layout, str)):
        wrong = text if not isinstance(text, str) else layout
        raise TypeError(f"strptime() takes texts, not {type(wrong).__name__}")
    found = _compile(exact(layout)).match(text)
    if found is None:
        raise ValueError(f"time data {text!r} does not match format {layout!r}")
    if len(text) != found.end():
        raise ValueError(f"unconverted data remains: {text[found.end() :]}")
    return _moment(found.groupdict())


@lru_cache(maxsize=128)
def _compile(layout: str) -> re.Pattern[str]:
    for letter, whole in _WHOLE.items():
        layout = layout.replace(f"%{letter}", whole)
    layout = re.sub(r"\s+", lambda _: r"\s+", _SPECIAL.sub(r"\\\1", layout))
    parts = iter(layout.split("%"))
    pattern, seen = next(parts), set[str]()
    for part in parts:
        letter, rest = part[:1], part[1:]
        if not part:  # `%%`, or a sign at the end
            following = next(parts, None)
            if following is None:
                raise ValueError(f"stray % in format {layout!r}")
            pattern += "%" + following
            continue
        if letter not in _PARTS:
            raise ValueError(f"{letter!r} is a bad directive in format {layout!r}")
        if letter in seen:
            raise ValueError(f"the directive %{letter} is there twice")
        seen.add(letter)
        pattern += f"(?P<{letter}>{_PARTS[letter]}){rest}"
    _check_week(seen)
    return re.compile(pattern, re.IGNORECASE)


def _check_week(seen: set[str]) -> None:
    """Say which directives need which others, as the real one does when it has read the text."""
    if "G" in seen and "j" in seen:
        raise ValueError("the day of the year, %j, is not compatible with the ISO year, %G: use %Y")
    if "G" in seen and not ("V" in seen and seen & set("Aawu")):
        raise ValueError("the ISO year, %G, needs the ISO week, %V, and a weekday: %A, %a, %w or %u")
    if "V" in seen and not ("G" in seen and seen & set("Aawu")):
        raise ValueError("the ISO week, %V, needs the ISO year, %G, and a weekday: %A, %a, %w or %u")


def _moment(given: dict[str, str]) -> datetime:
    numbers = {name: int(given[name]) for name in _NUMBERS if name in given}
    day = _day(given, numbers)
    fraction = int(given.get("f", "0").ljust(6, "0"))
    second = numbers.get("S", 0)
    if second == 61:
        second = 60
    if second > 59:
        raise ValueError("second must be in 0..59")
    hour, minute = _hour(given, numbers), numbers.get("M", 0)
    return datetime(day.year, day.month, day.day, hour, minute, second, fraction, _zone(given))


def _hour(given: dict[str, str], numbers: dict[str, int]) -> int:
    if "I" not in numbers:
        return numbers.get("H", 0)
    return numbers["I"] % 12 + (12 if given.get("p", "").lower() == "pm" else 0)


def _zone(given: dict[str, str]) -> timezone | None:
    text = given.get("z", "").replace(":", "")
    if not text:
        return None
    if text in "Zz":
        return UTC
    sign = -1 if text[0] == "-" else 1
    whole, _, fraction = text[1:].partition(".")
    parts = timedelta(hours=int(whole[:2]), minutes=int(whole[2:4]), seconds=int(whole[4:6] or "0"))
    return timezone(sign * (parts + timedelta(microseconds=int(fraction.ljust(6, "0") or "0"))))


def _day(given: dict[str, str], numbers: dict[str, int]) -> date:
    year = _year(numbers)
    weekday = _weekday(given, numbers)
    if "V" in numbers and weekday is not None:
        return date.fromisocalendar(numbers["G"], numbers["V"], weekday + 1)
    if "j" in numbers:
        return date(year or 1900, 1, 1) + timedelta(days=numbers["j"] - 1)
    week = "U" if "U" in numbers else "W" if "W" in numbers else None
    if week and year is not None and weekday is not None:
        return _day_of_week(year, numbers[week], weekday, starts_on_sunday=week == "U")
    month, day = _month(given, numbers), numbers.get("d", 1)
    return date(1900 if year is None else year, month, day)


def _year(numbers: dict[str, int]) -> int | None:
    if "Y" in numbers:
        return numbers["Y"]
    short = numbers.get("y")
    return None if short is None else short + (2000 if short <= 68 else 1900)


def _month(given: dict[str, str], numbers: dict[str, int]) -> int:
    for letter, length in (("B", None), ("b", 3)):
        if letter in given:
            names = [name[:length].lower() for name in MONTHS]
            return names.index(given[letter].lower()) + 1
    return numbers.get("m", 1)


def _weekday(given: dict[str, str], numbers: dict[str, int]) -> int | None:
    """Return 0 for a Monday, or None where no weekday is named."""
    for letter, length in (("A", None), ("a", 3)):
        if letter in given:
            return [name[:length].lower() for name in DAYS].index(given[letter].lower())
    if "w" in numbers:
        return (numbers["w"] - 1) % 7
    return numbers["u"] - 1 if "u" in numbers else None


def _day_of_week(year: int, week: int, weekday: int, *, starts_on_sunday: bool) -> date:
    """Return a day by the number of its week, where the first week is the first that is whole."""
    first = date(year, 1, 1).weekday()
    if starts_on_sunday:
        first, weekday = (first + 1) % 7, (weekday + 1) % 7
    rest = (7 - first) % 7
    days = weekday - first if week == 0 else rest + 7 * (week - 1) + weekday
    return date(year, 1, 1) + timedelta(days=days)


def refuse_hour_24(text: Any) -> None:
    """Raise the ValueError of Pythons before 3.14, whose `fromisoformat` takes no hour 24."""
    if isinstance(text, str) and _HOUR_24.match(text):
        raise ValueError("hour must be in 0..23")


_HOUR_24: Final = re.compile(
    r"(?:(?:\d{4}-\d\d-\d\d|\d{8}|\d{4}-W\d\d(?:-\d)?|\d{4}W\d\d\d?).|T?)24(?:\d\d){0,2}(?:$|[:.,+Z-])", re.DOTALL
)
