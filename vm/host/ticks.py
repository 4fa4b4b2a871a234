"""When a schedule ticks: by a cron expression in a time zone, or every so often. Pure; times in milliseconds.

The cron library is imported when the first expression is read: few processes have any.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Final

from vm.core.codec import zone_of_process
from vm.core.durations import format_ms, parse_duration_ms
from vm.core.frozen import frozen
from vm.errors import BadDuration, BadInput

SHORTEST_MS: Final = 1_000  # run ids of ticks name the second
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MILLISECOND: Final = datetime.timedelta(milliseconds=1)
_NICKNAMES: Final = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
"""Those of crontab(5)."""
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")

NextAfter = Callable[[int], int | None]
"""Gives the first tick after a time; None when there is none for fifty years."""


@frozen
class Rhythm:
    """`cron` and `tz`, or `every_ms`: the other is None. Checked when it is made.

    Every ten minutes means the whole tens of the hour: ticks are counted from 1970, whoever asks, whenever it was
    added. A cron expression has five fields, or six with seconds in front, or is a nickname such as `@daily`. Where
    clocks are set forward, a tick at a time that is skipped comes when the gap ends; where they are set back, a tick
    at a time that comes twice comes the first time. One that is meant for every minute or every hour (a star) goes by
    the time that passes.

    Raises:
        BadInput: The expression, the zone or the duration cannot be used.
    """

    cron: str | None
    tz: str
    every_ms: int | None

    def __post_init__(self) -> None:
        if (self.cron is None) is (self.every_ms is None):
            raise BadInput("a schedule wants --cron or --every, and not both", fix='write --cron "0 7 * * MON-FRI"')
        if self.every_ms is not None and (self.every_ms < SHORTEST_MS or self.every_ms % SHORTEST_MS):
            raise BadInput(f"--every {self.every_ms}ms is not whole seconds", fix="write --every 10m, or 30s")
        if self.every_ms is None and _read_cron(str(self.cron), self.tz)(0) is None:
            raise BadInput(f"--cron {self.cron!r} never comes", fix="is there such a day in such a month?")

    def find_next(self, after_ms: int) -> int | None:
        """Return the first tick after a time."""
        if self.every_ms is not None:
            return (after_ms // self.every_ms + 1) * self.every_ms
        return _read_cron(str(self.cron), self.tz)(after_ms)

    def find_latest(self, tick_ms: int, now_ms: int) -> int:
        """Return the last tick that has come: `tick_ms`, which has, or a later one.

        A worker that was away for a year does not count a year of ticks: it looks back twice as far each time until
        it sees one.
        """
        back_ms = SHORTEST_MS
        while now_ms - back_ms > tick_ms:
            found = self.find_next(now_ms - back_ms)
            if found is not None and found <= now_ms:
                tick_ms = found
                break
            back_ms *= 2
        while (found := self.find_next(tick_ms)) is not None and found <= now_ms:
            tick_ms = found
        return tick_ms

    def __str__(self) -> str:
        return f"every {format_ms(self.every_ms)}" if self.every_ms is not None else f"{self.cron} ({self.tz})"


def _read_cron(expression: str, tz: str) -> NextAfter:
    from cronsim import CronSim, CronSimError

    zone = zone_of_process(tz)
    if zone is None:
        raise BadInput(f"--tz {tz!r} is no time zone", fix="write one of the IANA names: Europe/Berlin, UTC")

    def find_next(after_ms: int) -> int | None:
        after = _EPOCH + after_ms // SHORTEST_MS * SHORTEST_MS * _MILLISECOND
        try:
            for tick in CronSim(_NICKNAMES.get(expression, expression), after.astimezone(zone)):
                tick_ms = (tick.astimezone(datetime.UTC) - _EPOCH) // _MILLISECOND
                if tick_ms > after_ms:  # the library goes by the clock on the wall, which may have been set back
                    return tick_ms
        except CronSimError as error:
            fix = 'write five fields, as in "30 7 * * MON-FRI": minute, hour, day, month, weekday; or @daily'
            raise BadInput(f"--cron {expression!r} cannot be read: {error}", fix=fix) from error
        except (OverflowError, ValueError):  # beyond the year 9999
            return None
        return None

    return find_next


def read_every(text: str) -> int:
    """Read `--every`. Raises `BadInput`."""
    try:
        return parse_duration_ms(text)
    except BadDuration as error:
        raise BadInput(f"--every {text!r} is not a duration", fix="write 10m, 1h30m or 30s") from error


def check_name(name: str) -> str:
    """Return `name`, which a schedule may have: its runs are called after it. Raises `BadInput`."""
    if _NAME.fullmatch(name) is None:
        raise BadInput(f"{name!r} cannot name a schedule", fix="use 1 to 64 letters, digits, `_`, `.` and `-`")
    return name


def tick_run_id(name: str, tick_ms: int) -> str:
    """Return the id of the run that a tick starts: `nightly@2026-11-25T20:00:00Z`."""
    moment = (_EPOCH + tick_ms * _MILLISECOND).replace(tzinfo=None)
    return f"{name}@{moment.isoformat(timespec='milliseconds' if tick_ms % 1000 else 'seconds')}Z"
