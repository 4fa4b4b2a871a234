"""`time`: the run's logical clock. The zone is UTC; nothing here waits."""

from __future__ import annotations

import calendar
import time
from collections.abc import Sequence
from typing import Any, Final

from stdlib_shims.clock import format_time, require_known_zone
from stdlib_shims.parsing import parse_moment
from stdlib_shims.run import Run
from stdlib_shims.tables import refuse

_LAYOUT: Final = "%a %b %e %H:%M:%S %Y"

REFUSES: Final[dict[str, str]] = {
    "sleep": 'it would block the VM; write `await sleep("10s")`',
    **refuse(
        """
        CLOCK_BOOTTIME CLOCK_MONOTONIC CLOCK_MONOTONIC_RAW CLOCK_PROCESS_CPUTIME_ID CLOCK_REALTIME CLOCK_TAI
        CLOCK_THREAD_CPUTIME_ID
        clock_getres clock_gettime clock_gettime_ns clock_settime clock_settime_ns get_clock_info process_time
        process_time_ns pthread_getcpuclockid thread_time thread_time_ns
        """,
        "it measures the machine; time.time() and time.monotonic() answer the run's logical clock",
    ),
    "tzset": "inside a run the zone is UTC",
}


def mktime(t: Sequence[int], /) -> float:
    """Return the seconds since 1970 of a time in UTC, which is the local zone of every run."""
    return float(calendar.timegm(tuple(t)))


def asctime(t: Sequence[int]) -> str:
    """Return a time as `Sat Jan  1 00:00:00 2000`."""
    return format_time(_LAYOUT, time.struct_time(t))


def strptime(data_string: str, format: str = "%a %b %d %H:%M:%S %Y", /) -> time.struct_time:
    """Return the time that a text spells.

    Raises:
        ValueError: The text does not match the format.
        Refused: The format has `%Z`: which zone names there are depends on the machine.
    """
    require_known_zone(format)
    return parse_moment(data_string, format).timetuple()


OFFERS: Final[dict[str, Any]] = {
    "altzone": 0,
    "daylight": 0,
    "mktime": mktime,
    "strptime": strptime,
    "struct_time": time.struct_time,
    "timezone": 0,
    "tzname": ("UTC", "UTC"),
}


def bind(run: Run) -> dict[str, Any]:
    """Return the functions that answer the time of the last event the run was given."""

    def seconds() -> float:
        return run.now_ms / 1000

    def nanoseconds() -> int:
        return run.now_ms * 1_000_000

    def elapsed() -> float:
        return (run.now_ms - run.started_ms) / 1000

    def elapsed_ns() -> int:
        return (run.now_ms - run.started_ms) * 1_000_000

    return {
        "time": seconds,
        "time_ns": nanoseconds,
        "monotonic": elapsed,
        "monotonic_ns": elapsed_ns,
        "perf_counter": elapsed,
        "perf_counter_ns": elapsed_ns,
        **_calendar(run),
    }


def _calendar(run: Run) -> dict[str, Any]:
    def gmtime(secs: float | None = None, /) -> time.struct_time:
        return time.gmtime(run.now_ms / 1000 if secs is None else secs)

    def strftime(format: str, t: Sequence[int] | None = None, /) -> str:
        return format_time(format, gmtime() if t is None else time.struct_time(t))

    def of_moment(t: Sequence[int] | None = None, /) -> str:
        return asctime(gmtime() if t is None else t)

    def ctime(secs: float | None = None, /) -> str:
        return asctime(gmtime(secs))

    return {"gmtime": gmtime, "localtime": gmtime, "strftime": strftime, "asctime": of_moment, "ctime": ctime}
