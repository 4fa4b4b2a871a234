"""`sin`, `exp`, `pow` and their kin, for floats: the same everywhere, and the nearest float.

The C libraries of Linux, musl, macOS and Windows differ in the last digit of one result in a hundred or so; a run
that was made on one would not replay on another. What IEEE 754 fixes (`+ - * /`, square roots, remainders) is left
to the machine. Special values are those of C99, Annex F, as Python has them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from stdlib_shims import fixed
from stdlib_shims.fixed import ONE, PLACES

_TINY: Final = 2.0**-28  # below, f(x) is x or 1 but for less than half a last digit
_MOST: Final = 709.8  # of an exponent
_LEAST: Final = -745.2
_EXACT_POWERS: Final = 64


def number(x: Any) -> float:
    """Return what a function of `math` takes x for. Raises TypeError as it does."""
    return x if type(x) is float else math.ldexp(x, 0)


def _domain() -> ValueError:
    return ValueError("math domain error")


def _range() -> OverflowError:
    return OverflowError("math range error")


def _quotient(numerator: int, denominator: int) -> float:
    try:
        return numerator / denominator
    except OverflowError:
        raise _range() from None


def _scaled(mantissa: int, exponent: int) -> float:
    """Return mantissa / ONE times 2 to the exponent, rounded once."""
    if exponent > 1100:
        raise _range()
    if exponent < -1200:
        return 0.0
    return _quotient(mantissa << max(0, exponent), ONE << max(0, -exponent))


def _value(x: float) -> int:
    numerator, denominator = x.as_integer_ratio()
    return (numerator << PLACES) // denominator


# ---- exponentials


def exp(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x):
        return 0.0 if x < 0 else x
    if x > _MOST:
        raise _range()
    return 0.0 if x < _LEAST else _scaled(*fixed.exp(_value(x)))


def exp2(x: float, /) -> float:
    return power(2.0, number(x))


def expm1(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x) or abs(x) < _TINY**2:
        return -1.0 if x == -math.inf else x
    if x > _MOST:
        raise _range()
    if x < -50:
        return -1.0
    grown, _, one = _pair(x)
    return _quotient(grown - one, one)


def _pair(x: float) -> tuple[int, int, int]:
    """Return e to the x, e to the -x, and 1, as whole numbers of one scale."""
    grown, k = fixed.exp(_value(x))
    shrunk, j = fixed.exp(-_value(x))
    least = min(k, j, 0)
    return grown << k - least, shrunk << j - least, ONE << -least


def sinh(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x) or abs(x) < _TINY:
        return x
    if abs(x) > _MOST + 1:
        raise _range()
    grown, shrunk, one = _pair(x)
    return _quotient(grown - shrunk, 2 * one)


def cosh(x: float, /) -> float:
    x = abs(number(x))
    if not math.isfinite(x):
        return x
    if x > _MOST + 1:
        raise _range()
    grown, shrunk, one = _pair(x)
    return _quotient(grown + shrunk, 2 * one)


def tanh(x: float, /) -> float:
    x = number(x)
    if math.isnan(x) or abs(x) < _TINY:
        return x
    if abs(x) > 22:
        return math.copysign(1.0, x)
    grown, shrunk, _ = _pair(x)
    return _quotient(grown - shrunk, grown + shrunk)


# ---- logarithms


def _log(x: Any) -> tuple[int, int] | float:
    """Return a positive number as a fraction, or what every logarithm makes of a special one."""
    if isinstance(x, int):
        ratio = (int(x), 1)
    else:
        value = number(x)
        if not math.isfinite(value):
            if value < 0:
                raise _domain()
            return value
        ratio = value.as_integer_ratio()
    if ratio[0] <= 0:
        raise _domain()
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
    if math.isnan(x) or x == math.inf or abs(x) < _TINY**2:
        return x
    if x <= -1:
        raise _domain()
    numerator, denominator = x.as_integer_ratio()
    return fixed.log(numerator + denominator, denominator) / ONE


def asinh(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x) or abs(x) < _TINY:
        return x
    value = _value(abs(x))
    return math.copysign(fixed.log(value + math.isqrt(value * value + ONE * ONE), ONE) / ONE, x)


def acosh(x: float, /) -> float:
    x = number(x)
    if x < 1:
        raise _domain()
    if not math.isfinite(x):
        return x
    value = _value(x)
    return fixed.log(value + math.isqrt(value * value - ONE * ONE), ONE) / ONE


def atanh(x: float, /) -> float:
    x = number(x)
    if abs(x) >= 1:
        raise _domain()
    if math.isnan(x) or abs(x) < _TINY:
        return x
    numerator, denominator = x.as_integer_ratio()
    return fixed.log(denominator + numerator, denominator - numerator) / (2 * ONE)


# ---- powers


def power(x: float, y: float, /) -> float:
    """Return x to the y, as `math.pow`."""
    x, y = number(x), number(y)
    if x in (0.0, 1.0) or y == 0 or not (math.isfinite(x) and math.isfinite(y)):
        return math.pow(x, y)  # C99 leaves no choice
    is_whole = y == math.floor(y)
    if x < 0 and not is_whole:
        raise _domain()
    if y in _EASY:
        return _checked(_EASY[y](x))
    found = _power(abs(x), y, is_whole=is_whole)
    return -found if x < 0 and math.fmod(y, 2) else found


_EASY: Final[dict[float, Callable[[float], float]]] = {1.0: lambda x: x, 2.0: lambda x: x * x, -1.0: lambda x: 1 / x}


def _checked(found: float) -> float:
    if math.isinf(found):
        raise _range()
    return found


def _power(x: float, y: float, *, is_whole: bool) -> float:
    numerator, denominator = x.as_integer_ratio()
    if is_whole and abs(y) <= _EXACT_POWERS:  # some lie exactly between two floats
        up, down = (numerator, denominator) if y > 0 else (denominator, numerator)
        return _quotient(up ** int(abs(y)), down ** int(abs(y)))
    logarithm = fixed.log(numerator, denominator)
    rough = logarithm / ONE * y
    if rough > _MOST + 1:
        raise _range()
    if rough < _LEAST - 1:
        return 0.0
    up, down = y.as_integer_ratio()
    return _scaled(*fixed.exp(logarithm * up // down))


def cbrt(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x) or not x:
        return x
    root, places = fixed.cube_root(*abs(x).as_integer_ratio())
    return math.copysign(root / (1 << places), x)


# ---- angles


def _turn(x: float) -> tuple[int, int]:
    if math.isinf(x):
        raise _domain()
    return fixed.turn(*x.as_integer_ratio())


def sin(x: float, /) -> float:
    x = number(x)
    if math.isnan(x) or abs(x) < _TINY:
        return x
    quarters, rest = _turn(x)
    return _sine(quarters, rest) / ONE


def cos(x: float, /) -> float:
    x = number(x)
    if math.isnan(x):
        return x
    quarters, rest = _turn(x)
    return _sine(quarters + 1, rest) / ONE


def tan(x: float, /) -> float:
    x = number(x)
    if math.isnan(x) or abs(x) < _TINY:
        return x
    quarters, rest = _turn(x)
    return _sine(quarters, rest) / _sine(quarters + 1, rest)


def _sine(quarters: int, rest: int) -> int:
    found = fixed.cos(rest) if quarters & 1 else fixed.sin(rest)
    return -found if quarters & 2 else found


def atan(x: float, /) -> float:
    x = number(x)
    if math.isnan(x) or abs(x) < _TINY:
        return x
    return atan2(x, 1.0)


def atan2(y: float, x: float, /) -> float:
    y, x = number(y), number(x)
    if math.isnan(x) or math.isnan(y):
        return x + y
    if math.isinf(x) and math.isinf(y):
        y, x = math.copysign(1.0, y), math.copysign(1.0, x)
    if not y or (math.isinf(x) and not math.isinf(y)):
        return y if math.copysign(1.0, x) > 0 and not y else math.copysign(0.0 if x > 0 else math.pi, y)
    if not x or math.isinf(y):
        return math.copysign(math.pi / 2, y)
    if x > 0 and abs(y) < abs(x) * _TINY:
        return y / x
    up, down = abs(y).as_integer_ratio(), abs(x).as_integer_ratio()
    return math.copysign(_angle(up[0] * down[1], down[0] * up[1], is_left=x < 0) / ONE, y)


def _angle(y: int, x: int, *, is_left: bool) -> int:
    """Return the angle of a point above the axis. Of its coordinates, only the ratio counts."""
    excess = max(y.bit_length(), x.bit_length()) - 2 * PLACES
    y, x = (y >> excess, x >> excess) if excess > 0 else (y << -excess, x << -excess)
    angle = fixed.atan2(y, x)
    return fixed.pi() - angle if is_left else angle


def asin(x: float, /) -> float:
    x = number(x)
    if math.isnan(x) or abs(x) < _TINY:
        return x
    y, other = _circle(x)
    return math.copysign(fixed.atan2(y, other) / ONE, x)


def acos(x: float, /) -> float:
    x = number(x)
    if math.isnan(x):
        return x
    y, other = _circle(x)
    angle = fixed.atan2(other, y)
    return (fixed.pi() - angle if x < 0 else angle) / ONE


def _circle(x: float) -> tuple[int, int]:
    """Return the coordinates of the point on the circle at the height |x|."""
    if abs(x) > 1:
        raise _domain()
    y = _value(abs(x))
    return y, math.isqrt(ONE * ONE - y * y)


# ---- the error and gamma functions


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
            raise _domain()
        return x
    if x == math.floor(x) and x <= 0:
        raise _domain()
    if abs(x) < _TINY**2:
        return _checked(1 / x)
    if x > 172:
        raise _range()
    if x < -185:
        return -0.0 if math.floor(x) % 2 else 0.0
    if x > 0:
        return _scaled(*fixed.exp(fixed.log_gamma(*x.as_integer_ratio())))
    sine, rest = _reflect(x)
    mantissa, k = fixed.exp(fixed.log(fixed.pi(), sine) - rest)
    return _scaled(-mantissa if math.floor(x) % 2 else mantissa, k)


def lgamma(x: float, /) -> float:
    x = number(x)
    if not math.isfinite(x):
        return abs(x)
    if x == math.floor(x) and x <= 0:
        raise _domain()
    if x in (1.0, 2.0):
        return 0.0
    if abs(x) < _TINY**2:
        return -log(abs(x))
    if x > 0:
        return _quotient(fixed.log_gamma(*x.as_integer_ratio()), ONE)
    sine, rest = _reflect(x)
    return (fixed.log(fixed.pi(), sine) - rest) / ONE


def _reflect(x: float) -> tuple[int, int]:
    """Return the sine of pi x, without its sign, and the logarithm of gamma(1 - x), for a negative x."""
    numerator, denominator = x.as_integer_ratio()
    part = min(numerator % denominator, -numerator % denominator)
    angle = part * fixed.pi() // denominator
    sine = fixed.sin(angle) if 4 * part < denominator else fixed.cos(fixed.pi() // 2 - angle)
    return sine, fixed.log_gamma(denominator - numerator, denominator)
