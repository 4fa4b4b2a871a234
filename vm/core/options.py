"""The options of a step, as `@step(...)` and `use_step(name, ...)` take them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from vm.core.durations import parse_duration_ms
from vm.errors import BadDuration, BadOption

LOOPS: Final = ("trio", "asyncio")
LONGEST_KEY: Final = 200
_MOST: Final = 1_000_000_000  # of anything that is counted: what every world and every machine takes
_NUMBER: Final = re.compile("[0-9]{1,9}")


def parse_options(options: Mapping[str, object]) -> dict[str, Any]:
    """Return step options in their stored form: counts as they are, durations in milliseconds.

    Takes `max_retries`, `timeout`, `max_duration`, `backoff`, `max_backoff` (durations), `factor`, `loop`
    ("trio" or "asyncio"), `concurrency`, `rate_limit` ("10/1m": a count and a duration), `limit_key`, `priority`,
    `jitter` and `max_lost` (see `RetryPolicy`). Options that are None are left out.

    Raises:
        BadOption: An option is unknown, or its value is not of its kind.
    """
    parsed: dict[str, Any] = {}
    for name, value in options.items():
        if value is None:
            continue
        if name in _DURATIONS:
            parsed[f"{name}_ms"] = _positive_ms(name, value)
        elif name in _OTHERS:
            parsed[name] = _OTHERS[name](name, value)
        else:
            raise BadOption(name, f"it is not one of {', '.join(KNOWN)}")
    return parsed


def _positive_ms(name: str, value: Any) -> int:
    duration = parse_duration_ms(value)
    if duration <= 0:
        raise BadOption(name, f"{value!r} is not a time above zero")
    return duration


def _count(name: str, value: object, least: int = 0) -> int:
    if type(value) is not int or not least <= value <= _MOST:
        raise BadOption(name, f"{value!r} is not a whole number from {least} up")
    return value


def _some(name: str, value: object) -> int:
    return _count(name, value, 1)


def _whole(name: str, value: object) -> int:
    if type(value) is not int or abs(value) > _MOST:
        raise BadOption(name, f"{value!r} is not a whole number")
    return value


def _factor(name: str, value: object) -> float:
    if type(value) not in (int, float) or not 1.0 <= value <= 100.0:  # type: ignore[operator]
        raise BadOption(name, f"{value!r} is not a number from 1 to 100")
    return float(value)  # type: ignore[arg-type]


def _loop(name: str, value: object) -> str:
    if value not in LOOPS:
        raise BadOption(name, f"{value!r} is not one of {', '.join(LOOPS)}")
    return str(value)


def _rate(name: str, value: object) -> list[int]:
    """Read `"10/1m"`, or `"10/m"`, as a count and milliseconds."""
    count, slash, duration = value.partition("/") if isinstance(value, str) else ("", "", "")
    count, duration = count.strip(), duration.strip()
    try:
        per_ms = parse_duration_ms(duration if duration[:1].isdigit() else f"1{duration}")
    except BadDuration:
        per_ms = 0
    if not slash or not _NUMBER.fullmatch(count) or int(count) < 1 or per_ms < 1:
        raise BadOption(name, f'{value!r} is not a count and a time, as in "10/1s" or "100/1h"')
    return [int(count), per_ms]


def _flag(name: str, value: object) -> bool:
    if type(value) is not bool:
        raise BadOption(name, f"{value!r} is not True or False")
    return value


def _name(name: str, value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_KEY or not value.isprintable():
        raise BadOption(name, f"{value!r} is not a name of up to {LONGEST_KEY} characters")
    return value


_DURATIONS: Final = ("timeout", "max_duration", "backoff", "max_backoff")
_OTHERS: Final[dict[str, Callable[[str, object], Any]]] = {
    "max_retries": _count,
    "factor": _factor,
    "loop": _loop,
    "concurrency": _some,
    "rate_limit": _rate,
    "limit_key": _name,
    "priority": _whole,
    "jitter": _flag,
    "max_lost": _count,
}
KNOWN: Final = (*_DURATIONS, *_OTHERS)


def check_stored(options: object) -> None:
    """Raise `BadOption` unless `options` are in the form that `parse_options` gives."""
    if type(options) is not dict:
        raise BadOption("options", "they are no table of names")
    for name, value in options.items():
        if name == "rate_limit":
            if type(value) is not list or len(value) != 2:
                raise BadOption(name, "it is not a count and milliseconds")
            _some(name, value[0])
            _stored_ms(name, value[1])
        elif name in _OTHERS:
            _OTHERS[name](name, value)
        elif name in _STORED_DURATIONS:
            _stored_ms(name, value)
        else:
            raise BadOption(str(name), "it is unknown")


def _stored_ms(name: str, value: object) -> None:
    if type(value) is not int or not 0 < value < 2**63:
        raise BadOption(name, f"{value!r} is not a time above zero")


_STORED_DURATIONS: Final = tuple(f"{name}_ms" for name in _DURATIONS)
