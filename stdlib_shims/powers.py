"""`**` and `abs` of numbers, where Python leaves the last digits to the C library.

What computes them is imported where a number first wants it: few runs have any.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Final

_REAL: Final = (float, int, bool)
_KINDS: Final = frozenset((*_REAL, complex))


def power(base: Any, exponent: Any) -> Any:
    """Return `base ** exponent`, of anything."""
    if type(base) in _KINDS and type(exponent) in _KINDS:
        return _power(base, exponent)
    if isinstance(base, Fraction) or isinstance(exponent, Fraction):
        return _power_of_fractions(base, exponent)
    return base**exponent


def _power(base: Any, exponent: Any) -> Any:
    if type(base) is complex or type(exponent) is complex:
        from stdlib_shims import complexes

        return complexes.power(complex(base), complex(exponent))
    if type(base) is float or type(exponent) is float or exponent < 0:
        return _power_of_floats(_float(base), _float(exponent))
    return base**exponent


def _float(number: Any) -> float:
    """Return a number as a float. Raises OverflowError as `**` does."""
    return float(number)


def _power_of_floats(base: float, exponent: float) -> float | complex:
    if not base and exponent < 0:
        raise ZeroDivisionError("zero to a negative power")
    is_root = base < 0 and math.isfinite(base) and math.isfinite(exponent) and exponent != math.floor(exponent)
    if is_root:
        from stdlib_shims import complexes

        return complexes.power(complex(base), complex(exponent))
    from stdlib_shims import elementary

    try:
        return elementary.power(base, exponent)
    except OverflowError:
        raise OverflowError(34, "Numerical result out of range") from None


def _power_of_fractions(base: Any, exponent: Any) -> Any:
    """What is no fraction comes from a float's `**` inside; then it is made again, here."""
    found = base**exponent
    if type(found) in (float, complex) and isinstance(base, int | float | Fraction):
        whole = isinstance(exponent, float | Fraction)
        return _power(float(base), float(exponent)) if whole else found
    return found


def absolute(number: Any, /) -> Any:
    """Return `abs(number)`."""
    if type(number) is not complex:
        return abs(number)
    from stdlib_shims import complexes

    return complexes.modulus(number)
