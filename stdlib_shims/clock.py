"""What `datetime` and `time` answer inside a run: logical time, and UTC wherever a zone is not named.

The face hands out the real classes, so that `isinstance` and arithmetic are the real ones; the sandbox sends
the few names that read the machine's clock or zone here, whatever class or instance they were asked of.
Rejected: a subclass of `datetime` that overrides them, because `type(datetime.min).now()` walks past it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as clock_time
from types import MappingProxyType
from typing import Any, Final

from stdlib_shims.clock_names import DAYS, MONTHS
from stdlib_shims.parsing import parse_moment, refuse_hour_24
from stdlib_shims.refusals import Refused
from stdlib_shims.run import Run
from stdlib_shims.spending import charge

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def now(run: Run, cls: Any, tz: tzinfo | None = None) -> Any:
    """Return the run's time as a datetime: naive in UTC, or in the zone `tz`."""
    return _in_zone(cls, _EPOCH + timedelta(milliseconds=run.now_ms), tz)


def utcnow(run: Run, cls: Any) -> Any:
    """Return the run's time as a naive datetime in UTC."""
    return now(run, cls)


def today(run: Run, cls: Any) -> Any:
    """Return the run's day in UTC; of a datetime class, its time too, as the real one does."""
    if issubclass(_class(cls), datetime):
        return now(run, cls)
    moment = now(run, datetime)
    return _class(cls)(moment.year, moment.month, moment.day)


def fromtimestamp(run: Run, cls: Any, timestamp: float, tz: tzinfo | None = None) -> Any:
    """Return the moment, or for a date class the UTC day, that lies `timestamp` seconds after 1970."""
    moment = datetime.fromtimestamp(timestamp, UTC)
    if issubclass(_class(cls), datetime):
        return _in_zone(cls, moment, tz)
    return _class(cls)(moment.year, moment.month, moment.day)


def utcfromtimestamp(run: Run, cls: Any, timestamp: float) -> Any:
    """Return the moment as a naive datetime in UTC."""
    return fromtimestamp(run, cls, timestamp)


def timestamp(run: Run, moment: datetime) -> float:
    """Return the seconds since 1970; a naive datetime means UTC."""
    return _aware(moment).timestamp()


def astimezone(run: Run, moment: datetime, tz: tzinfo | None = None) -> datetime:
    """Return the moment in another zone; a naive datetime means UTC, and so does no zone."""
    return _aware(moment).astimezone(UTC if tz is None else tz)


def strptime(run: Run, cls: Any, date_string: str, format: str) -> Any:
    """Return the moment that a text spells.

    Raises:
        ValueError: The text does not match the format.
        Refused: The format has `%Z`: which zone names there are depends on the machine.
    """
    require_known_zone(format)
    return _as(cls, parse_moment(date_string, format))


def fromisoformat(run: Run, cls: Any, text: str) -> Any:
    """Return the date, time or moment that ISO text spells. The hour 24 is taken by 3.14 only, so by none here."""
    refuse_hour_24(text)
    return _class(cls).fromisoformat(text)


def format_moment(moment: date | clock_time, spec: str) -> str:
    """Return `format(moment, spec)`, in English and in the run's way."""
    return strftime(None, moment, spec) if spec else str(moment)


def require_known_zone(format: str) -> None:
    """Refuse `%Z` in a format that is read by."""
    if "%Z" in format.replace("%%", ""):
        raise Refused("strptime with %Z", "write the offset, %z")


def strftime(run: object, moment: date | clock_time, format: str) -> str:
    """Return a date, time or datetime as text, by the directives of `format_time`; of the time of day, also %f.

    Raises:
        Refused: An unknown directive.
    """
    day = moment if isinstance(moment, date) else date(1900, 1, 1)
    at = moment if isinstance(moment, clock_time) else moment.time() if isinstance(moment, datetime) else clock_time()
    fields = datetime.combine(day, at.replace(tzinfo=None)).timetuple()
    special = {"f": f"{at.microsecond:06}", "z": "", "Z": ""}
    if isinstance(moment, datetime | clock_time):
        special.update(z=_offset(moment.utcoffset()), Z=moment.tzname() or "")
    return format_time(format, fields, special)


def _offset(offset: timedelta | None) -> str:
    if offset is None:
        return ""
    text = (datetime.min + abs(offset)).time().isoformat().replace(":", "")
    return ("-" if offset < timedelta() else "+") + (text[:4] if offset % timedelta(minutes=1) == timedelta() else text)


def answer(run: Run, receiver: object, name: str) -> Callable[..., Any] | None:
    """Return what `receiver.name` is inside a run, or None when it is not a clock's business.

    `receiver` is a date, time or datetime class, or an instance of one; `name` is any attribute name.
    """
    kind = receiver if isinstance(receiver, type) else type(receiver)
    table = next((functions for cls, functions in _ANSWERS if issubclass(kind, cls)), {})
    function = table.get(name)
    if function is None:
        return None
    if name in _OF_INSTANCES and isinstance(receiver, type):
        return _bind(function, run)
    return _bind(function, run, receiver)


def _bind(function: Callable[..., Any], *first: Any) -> Callable[..., Any]:
    """Return a function that gives `first` before its arguments. Not a `partial`, which shows what it holds."""

    def call(*args: Any, **options: Any) -> Any:
        return function(*first, *args, **options)

    call.__name__ = call.__qualname__ = function.__name__
    return call


_TIME: Final[dict[str, Callable[..., Any]]] = {"strftime": strftime, "fromisoformat": fromisoformat}
_DATE: Final[dict[str, Callable[..., Any]]] = {**_TIME, "today": today, "fromtimestamp": fromtimestamp}
_DATETIME: Final[dict[str, Callable[..., Any]]] = {
    **_DATE,
    "now": now,
    "strptime": strptime,
    "utcnow": utcnow,
    "utcfromtimestamp": utcfromtimestamp,
    "timestamp": timestamp,
    "astimezone": astimezone,
}
_OF_INSTANCES: Final = frozenset({"timestamp", "astimezone", "strftime"})
_ANSWERS: Final = ((datetime, _DATETIME), (date, _DATE), (clock_time, _TIME))


def _class(cls: Any) -> Any:
    return cls if isinstance(cls, type) else type(cls)


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.utcoffset() is None else moment


def _in_zone(cls: Any, moment: datetime, tz: tzinfo | None) -> Any:
    return _as(cls, moment.replace(tzinfo=None) if tz is None else moment.astimezone(tz))


def _as(cls: Any, m: datetime) -> Any:
    """Return a moment as one of the class that was asked."""
    kind = _class(cls)
    if kind is datetime:
        return m
    return kind(m.year, m.month, m.day, m.hour, m.minute, m.second, m.microsecond, m.tzinfo, fold=m.fold)


_DIRECTIVES: Final[dict[str, Callable[[time.struct_time], str]]] = {
    "a": lambda t: DAYS[t.tm_wday][:3],
    "A": lambda t: DAYS[t.tm_wday],
    "b": lambda t: MONTHS[t.tm_mon - 1][:3],
    "B": lambda t: MONTHS[t.tm_mon - 1],
    "c": lambda t: format_time("%a %b %e %H:%M:%S %Y", t),
    "d": lambda t: f"{t.tm_mday:02}",
    "D": lambda t: format_time("%m/%d/%y", t),
    "e": lambda t: f"{t.tm_mday:2}",
    "F": lambda t: format_time("%Y-%m-%d", t),
    "G": lambda t: f"{_day(t).isocalendar().year:04}",
    "H": lambda t: f"{t.tm_hour:02}",
    "I": lambda t: f"{(t.tm_hour + 11) % 12 + 1:02}",
    "j": lambda t: f"{t.tm_yday:03}",
    "m": lambda t: f"{t.tm_mon:02}",
    "M": lambda t: f"{t.tm_min:02}",
    "n": lambda t: "\n",
    "p": lambda t: "AM" if t.tm_hour < 12 else "PM",
    "R": lambda t: format_time("%H:%M", t),
    "S": lambda t: f"{t.tm_sec:02}",
    "t": lambda t: "\t",
    "T": lambda t: format_time("%H:%M:%S", t),
    "u": lambda t: str(t.tm_wday + 1),
    "U": lambda t: f"{(t.tm_yday + 6 - (t.tm_wday + 1) % 7) // 7:02}",
    "V": lambda t: f"{_day(t).isocalendar().week:02}",
    "w": lambda t: str((t.tm_wday + 1) % 7),
    "W": lambda t: f"{(t.tm_yday + 6 - t.tm_wday) // 7:02}",
    "x": lambda t: format_time("%m/%d/%y", t),
    "X": lambda t: format_time("%H:%M:%S", t),
    "y": lambda t: f"{t.tm_year % 100:02}",
    "Y": lambda t: f"{t.tm_year:04}",
    "z": lambda t: "+0000",
    "Z": lambda t: "UTC",
    "%": lambda t: "%",
}


def format_time(template: str, moment: time.struct_time, special: Mapping[str, str] = _NOTHING) -> str:
    """Return a moment in UTC as text, by the directives of `strftime` in the C locale.

    `special` are directives with their texts. The C library's own differs by platform, locale and zone;
    this one does not.

    Raises:
        Refused: An unknown directive.
    """
    charge((template.count("%") << 2) + (len(template) >> 3))
    parts = iter(template)
    return "".join(_fill(next(parts, ""), moment, special) if part == "%" else part for part in parts)


def _fill(letter: str, moment: time.struct_time, special: Mapping[str, str]) -> str:
    return special[letter] if letter in special else _directive(letter)(moment)


def _directive(letter: str) -> Callable[[time.struct_time], str]:
    function = _DIRECTIVES.get(letter)
    if function is None:
        raise Refused(f"the time format %{letter}", f"the directives are: {' '.join(_DIRECTIVES)}")
    return function


def _day(moment: time.struct_time) -> date:
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)
