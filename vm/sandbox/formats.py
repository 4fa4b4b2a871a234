"""`format` as it is everywhere: `f"{x:%d %B}"` is in English and UTC, `f"{x:n}"` knows no locale.

Numbers and texts are formatted by Python itself wherever their specification cannot mean one of those.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from stdlib_shims.refusals import Refused
from vm.sandbox.sizes import check_spec

_PLAIN: Final = re.compile(r"(?:.?[<>=^])?[-+ ]?#?0?\d*,?(?:\.\d+)?[bcdeEfFgGosxX%]?")
_OF_DECIMALS: Final = re.compile(r"(?:.?[<>=^])?[-+ ]?0?\d*,?(?:\.\d+)?[eEfFgG%]?")
_NUMBERS: Final = (int, float, complex, Decimal)


def is_plain_spec(spec: str) -> bool:
    """Whether a specification asks neither the locale nor the clock, and means the same on every Python."""
    return _PLAIN.fullmatch(spec) is not None


def format_value(value: Any, spec: str = "") -> str:
    """What `format(value, spec)` is in a workflow."""
    check_spec(spec)
    kind = type(value)
    if isinstance(value, (date, time)) and kind.__format__ in _OF_MOMENTS:
        from stdlib_shims.clock import format_moment

        return format_moment(value, spec)
    if spec.endswith("n") and isinstance(value, _NUMBERS):
        return format(value, spec[:-1] + ("d" if isinstance(value, int) else "g"))
    if isinstance(value, Decimal) and not _OF_DECIMALS.fullmatch(spec):
        raise ValueError("invalid format string")  # 3.14 takes more, and words it otherwise
    if spec and isinstance(value, Fraction) and kind.__format__ in _OF_FRACTIONS:
        raise Refused("a format for a fraction", "Python 3.11 has none: format float(x)")
    return format(value, spec)


_OF_MOMENTS: Final[tuple[Any, ...]] = (date.__format__, time.__format__)
_OF_FRACTIONS: Final[tuple[Any, ...]] = (Fraction.__format__,)
