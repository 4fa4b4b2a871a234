"""What the elementary functions share: what they take for a number, and their one rounding."""

from __future__ import annotations

import math
from typing import Any, Final

from stdlib_shims.fixed import ONE, PLACES

TINY: Final = 2.0**-28  # below, f(x) is x or 1 but for less than half a last digit
MOST: Final = 709.8  # of an exponent
LEAST: Final = -745.2


def number(x: Any) -> float:
    """Return what a function of `math` takes x for. Raises TypeError as it does."""
    return x if type(x) is float else math.ldexp(x, 0)


def domain_error() -> ValueError:
    """Return what `math` raises of an argument that a function is not defined for."""
    return ValueError("math domain error")


def range_error() -> OverflowError:
    """Return what `math` raises of a result that no float can hold."""
    return OverflowError("math range error")


def quotient(numerator: int, denominator: int) -> float:
    """Return the float nearest to a fraction. Raises OverflowError as `math` does."""
    try:
        return numerator / denominator
    except OverflowError:
        raise range_error() from None


def scaled(mantissa: int, exponent: int) -> float:
    """Return mantissa / ONE times 2 to the exponent, rounded once."""
    if exponent > 1100:
        raise range_error()
    if exponent < -1200:
        return 0.0
    return quotient(mantissa << max(0, exponent), ONE << max(0, -exponent))


def as_fixed(x: float) -> int:
    """Return a finite float in parts of ONE, the rest cut off."""
    numerator, denominator = x.as_integer_ratio()
    return (numerator << PLACES) // denominator


def checked(found: float) -> float:
    """Give back a result that is finite. Raises OverflowError of any other."""
    if math.isinf(found):
        raise range_error()
    return found
