"""The options of a step, as `@step(...)` and `use_step(name, ...)` take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from vm.core.durations import parse_duration_ms
from vm.errors import BadOption

LOOPS: Final = ("trio", "asyncio")


def parse_options(options: Mapping[str, object]) -> dict[str, Any]:
    """Return step options in their stored form: counts as they are, durations in milliseconds.

    Takes `max_retries`, `timeout`, `max_duration`, `backoff`, `max_backoff` (durations), `factor` and
    `loop` ("trio" or "asyncio"). Options that are None are left out.

    Raises:
        BadOption: An option is unknown, or its value is not of its kind.
    """
    parsed: dict[str, Any] = {}
    for name, value in options.items():
        if value is None:
            continue
        if name in _DURATIONS:
            parsed[f"{name}_ms"] = _positive_ms(name, value)
        elif name == "max_retries":
            parsed[name] = _count(name, value)
        elif name == "factor":
            parsed[name] = _factor(name, value)
        elif name == "loop":
            parsed[name] = _choice(name, value, LOOPS)
        else:
            raise BadOption(name, f"it is not one of {', '.join(KNOWN)}")
    return parsed


_DURATIONS: Final = ("timeout", "max_duration", "backoff", "max_backoff")
KNOWN: Final = ("max_retries", *_DURATIONS, "factor", "loop")


def _positive_ms(name: str, value: Any) -> int:
    duration = parse_duration_ms(value)
    if duration <= 0:
        raise BadOption(name, f"{value!r} is not a time above zero")
    return duration


def _count(name: str, value: object) -> int:
    if type(value) is not int or value < 0:
        raise BadOption(name, f"{value!r} is not a whole number from 0 up")
    return value


def _factor(name: str, value: object) -> float:
    if type(value) not in (int, float) or not 1.0 <= value <= 100.0:  # type: ignore[operator]
        raise BadOption(name, f"{value!r} is not a number from 1 to 100")
    return float(value)  # type: ignore[arg-type]


def _choice(name: str, value: object, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise BadOption(name, f"{value!r} is not one of {', '.join(choices)}")
    return str(value)
