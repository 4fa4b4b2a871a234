"""Times and spans of time as people type them."""

from __future__ import annotations

import datetime
from typing import Final

from vm.core.durations import parse_duration_ms
from vm.errors import BadDuration, BadInput

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MILLISECOND: Final = datetime.timedelta(milliseconds=1)
DEFAULT_START: Final = "2000-01-01T00:00:00Z"


def read_since_ms(text: str, now_ms: int, *, option: str = "--since") -> int:
    """Return the time meant by `--since`: a time, or how long ago. Raises `BadInput`."""
    moment = read_moment(text)
    if moment is not None:
        return (moment - _EPOCH) // _MILLISECOND
    try:
        return now_ms - parse_duration_ms(text)
    except BadDuration as error:
        raise BadInput(
            f"{option} {text!r} is neither a time nor a duration", fix="write 2026-01-31T12:00:00Z, 2026-01-31 or 2h"
        ) from error


def read_moment(text: str) -> datetime.datetime | None:
    """Read ISO 8601; without a zone it is UTC."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=datetime.UTC)


def read_start_ms(text: str) -> int:
    """Return the time a virtual clock starts from. Raises `BadInput`."""
    moment = read_moment(text)
    if moment is None:
        raise BadInput(f"--virtual-time {text!r} is not a time", fix=f"write it as {DEFAULT_START}, or leave START out")
    return (moment - _EPOCH) // _MILLISECOND
