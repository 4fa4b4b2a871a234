"""Powers and cube roots."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from stdlib_shims import fixed
from stdlib_shims.elementary.rounding import LEAST, MOST, checked, domain_error, number, quotient, range_error, scaled
from stdlib_shims.fixed import ONE

_EXACT_POWERS: Final = 64


def power(x: float, y: float, /) -> float:
    """Return x to the y, as `math.pow`."""
    x, y = number(x), number(y)
    if x in (0.0, 1.0) or y == 0 or not (math.isfinite(x) and math.isfinite(y)):
        return math.pow(x, y)  # C99 leaves no choice
    is_whole = y == math.floor(y)
    if x < 0 and not is_whole:
        raise domain_error()
    if y in _EASY:
        return checked(_EASY[y](x))
    found = _power(abs(x), y, is_whole=is_whole)
    return -found if x < 0 and math.fmod(y, 2) else found


_EASY: Final[dict[float, Callable[[float], float]]] = {1.0: lambda x: x, 2.0: lambda x: x * x, -1.0: lambda x: 1 / x}


def _power(x: float, y: float, *, is_whole: bool) -> float:
    numerator, denominator = x.as_integer_ratio()
    if is_whole and abs(y) <= _EXACT_POWERS:  # some lie exactly between two floats
        up, down = (numerator, denominator) if y > 0 else (denominator, numerator)
        return quotient(up ** int(abs(y)), down ** int(abs(y)))
    logarithm = fixed.log(numerator, denominator)
    rough = logarithm / ONE * y
    if rough > MOST + 1:
        raise range_error()
    if rough < LEAST - 1:
        return 0.0
    up, down = y.as_integer_ratio()
    return scaled(*fixed.exp(logarithm * up // down))


def cbrt(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x) or not x:
        return x
    root, places = fixed.cube_root(*abs(x).as_integer_ratio())
    return math.copysign(root / (1 << places), x)


def exp2(x: float, /) -> float:
    return power(2.0, number(x))
