"""How long, and when: what authors may write for a duration, read into whole milliseconds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import isfinite
from typing import Final

from vm.errors import BadDuration

_UNITS_MS: Final = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}
_PART: Final = re.compile(r"([0-9]{1,18}(?:\.[0-9]{1,18})?)\s*(ms|s|m|h|d|w)\s*")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_MAX_MS: Final = 2**63 - 1  # what a world stores


def parse_duration_ms(value: object) -> int:
    """Return the milliseconds in a duration: `"30s"`, `"1h30m"`, `"1.5h"`, a number of seconds, a timedelta.

    What is finer than a millisecond is cut off.

    Raises:
        BadDuration: `value` is none of these, negative, or not finite.
    """
    milliseconds = _read_ms(value)
    if milliseconds is None or not 0 <= milliseconds <= _MAX_MS:
        raise BadDuration(value)
    return milliseconds


def due_ms(value: object, now_ms: int) -> int:
    """Return when something due after `value`, or at the datetime `value`, is due. Never before `now_ms`.

    A datetime without a zone is in UTC.

    Raises:
        BadDuration: `value` is neither a duration nor a datetime.
    """
    if not isinstance(value, datetime):
        due = now_ms + parse_duration_ms(value)
    else:
        aware = value.replace(tzinfo=UTC) if value.utcoffset() is None else value
        due = max(now_ms, (aware - _EPOCH) // _MILLISECOND)
    if due > _MAX_MS:
        raise BadDuration(value)
    return due


def format_ms(milliseconds: int) -> str:
    """Return a duration as people write it: `1h 30m`, `2d`, `1.5s`, `250ms`."""
    if milliseconds < 1_000:
        return f"{milliseconds}ms"
    if milliseconds < 60_000:
        return f"{milliseconds / 1_000:g}s"
    parts, rest = [], milliseconds // 1_000
    for unit, seconds in (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)):
        count, rest = divmod(rest, seconds)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts)


def _read_ms(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _read_text_ms(value)
    if isinstance(value, int):
        return value * 1_000
    if isinstance(value, float):
        # As it is written: 0.29 s are 290 ms, though the float is a little less.
        return int(Fraction(repr(float(value))) * 1_000) if isfinite(value) and value >= 0 else None
    if isinstance(value, timedelta):
        return value // _MILLISECOND
    return None


def _read_text_ms(text: str) -> int | None:
    total, place, text = Fraction(0), 0, text.strip()
    while place < len(text):
        part = _PART.match(text, place)
        if part is None:
            return None
        total += Fraction(part[1]) * _UNITS_MS[part[2]]
        place = part.end()
    return int(total) if text else None
