"""The error and gamma functions."""

from __future__ import annotations

import math

from stdlib_shims import fixed
from stdlib_shims.elementary.exponentials import log
from stdlib_shims.elementary.rounding import TINY, checked, domain_error, number, quotient, range_error, scaled
from stdlib_shims.fixed import ONE, PLACES


def erf(x: float, /) -> float:
    x = number(x)
    if math.isnan(x) or abs(x) > 6:
        return x if math.isnan(x) else math.copysign(1.0, x)
    return _error(x, PLACES)[0]


def erfc(x: float, /) -> float:
    x = number(x)
    if math.isnan(x):
        return x
    if x > 27.5 or x < -6:
        return 0.0 if x > 0 else 2.0
    return _error(x, PLACES + int(1.5 * x * x))[1]


def _error(x: float, places: int) -> tuple[float, float]:
    """Return the error function and what it lacks to 1."""
    if not x:
        return x, 1.0
    numerator, denominator = abs(x).as_integer_ratio()
    places += max(0, denominator.bit_length() - numerator.bit_length())
    one, found = 1 << places, fixed.error_function(numerator, denominator, places)
    return math.copysign(found / one, x), (one - found if x > 0 else one + found) / one


def gamma(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x):
        if x < 0:
            raise domain_error()
        return x
    if x == math.floor(x) and x <= 0:
        raise domain_error()
    if abs(x) < TINY**2:
        return checked(1 / x)
    if x > 172:
        raise range_error()
    if x < -185:
        return -0.0 if math.floor(x) % 2 else 0.0
    if x > 0:
        return scaled(*fixed.exp(fixed.log_gamma(*x.as_integer_ratio())))
    sine, rest = _reflect(x)
    mantissa, k = fixed.exp(fixed.log(fixed.pi(), sine) - rest)
    return scaled(-mantissa if math.floor(x) % 2 else mantissa, k)


def lgamma(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x):
        return abs(x)
    if x == math.floor(x) and x <= 0:
        raise domain_error()
    if x in (1.0, 2.0):
        return 0.0
    if abs(x) < TINY**2:
        return -log(abs(x))
    if x > 0:
        return quotient(fixed.log_gamma(*x.as_integer_ratio()), ONE)
    sine, rest = _reflect(x)
    return (fixed.log(fixed.pi(), sine) - rest) / ONE


def _reflect(x: float) -> tuple[int, int]:
    """Return the sine of pi x, without its sign, and the logarithm of gamma(1 - x), for a negative x."""
    numerator, denominator = x.as_integer_ratio()
    part = min(numerator % denominator, -numerator % denominator)
    angle = part * fixed.pi() // denominator
    sine = fixed.sin(angle) if 4 * part < denominator else fixed.cos(fixed.pi() // 2 - angle)
    return sine, fixed.log_gamma(denominator - numerator, denominator)
