"""Exponentials, logarithms, and the hyperbolic functions that are made of them."""

from __future__ import annotations

import math
from typing import Any

from stdlib_shims import fixed
from stdlib_shims.elementary.rounding import (
    LEAST,
    MOST,
    TINY,
    as_fixed,
    domain_error,
    number,
    quotient,
    range_error,
    scaled,
)
from stdlib_shims.fixed import ONE


def exp(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x):
        return 0.0 if x < 0 else x
    if x > MOST:
        raise range_error()
    return 0.0 if x < LEAST else scaled(*fixed.exp(as_fixed(x)))


def expm1(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x) or abs(x) < TINY**2:
        return -1.0 if x == -math.inf else x
    if x > MOST:
        raise range_error()
    if x < -50:
        return -1.0
    grown, _, one = _pair(x)
    return quotient(grown - one, one)


def _pair(x: float) -> tuple[int, int, int]:
    """Return e to the x, e to the -x, and 1, as whole numbers of one scale."""
    grown, k = fixed.exp(as_fixed(x))
    shrunk, j = fixed.exp(-as_fixed(x))
    least = min(k, j, 0)
    return grown << k - least, shrunk << j - least, ONE << -least


def sinh(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x) or abs(x) < TINY:
        return x
    if abs(x) > MOST + 1:
        raise range_error()
    grown, shrunk, one = _pair(x)
    return quotient(grown - shrunk, 2 * one)


def cosh(x: float, /) -> float:
    x = abs(number(x))
    if not math.isfinite(x):
        return x
    if x > MOST + 1:
        raise range_error()
    grown, shrunk, one = _pair(x)
    return quotient(grown + shrunk, 2 * one)


def tanh(x: float, /) -> float:
    x = number(x)
    if math.isnan(x) or abs(x) < TINY:
        return x
    if abs(x) > 22:
        return math.copysign(1.0, x)
    grown, shrunk, _ = _pair(x)
    return quotient(grown - shrunk, grown + shrunk)


def _log(x: Any) -> tuple[int, int] | float:
    """Return a positive number as a fraction, or what every logarithm makes of a special one."""
    if isinstance(x, int):
        ratio = (int(x), 1)
    else:
        value = number(x)
        if not math.isfinite(value):
            if value < 0:
                raise domain_error()
            return value
        ratio = value.as_integer_ratio()
    if ratio[0] <= 0:
        raise domain_error()
    return ratio


def log(x: Any, /, *base: Any) -> float:
    """Return the logarithm of x, natural or to a base."""
    if len(base) > 1:
        raise TypeError("log() takes 1 or 2 arguments")
    ratio = _log(x)
    found = ratio if isinstance(ratio, float) else fixed.log(*ratio) / ONE
    return found / log(base[0]) if base else found


def log2(x: Any, /) -> float:
    ratio = _log(x)
    return ratio if isinstance(ratio, float) else fixed.log(*ratio) / fixed.ln2()


def log10(x: Any, /) -> float:
    ratio = _log(x)
    return ratio if isinstance(ratio, float) else fixed.log(*ratio) / fixed.ln10()


def log1p(x: float, /) -> float:
    x = number(x)
    if math.isnan(x) or x == math.inf or abs(x) < TINY**2:
        return x
    if x <= -1:
        raise domain_error()
    numerator, denominator = x.as_integer_ratio()
    return fixed.log(numerator + denominator, denominator) / ONE


def asinh(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x) or abs(x) < TINY:
        return x
    value = as_fixed(abs(x))
    return math.copysign(fixed.log(value + math.isqrt(value * value + ONE * ONE), ONE) / ONE, x)


def acosh(x: float, /) -> float:
    x = number(x)
    if x < 1:
        raise domain_error()
    if not math.isfinite(x):
        return x
    value = as_fixed(x)
    return fixed.log(value + math.isqrt(value * value - ONE * ONE), ONE) / ONE


def atanh(x: float, /) -> float:
    x = number(x)
    if abs(x) >= 1:
        raise domain_error()
    if math.isnan(x) or abs(x) < TINY:
        return x
    numerator, denominator = x.as_integer_ratio()
    return fixed.log(denominator + numerator, denominator - numerator) / (2 * ONE)
