"""The functions of angles, and their inverses."""

from __future__ import annotations

import math

from stdlib_shims import fixed
from stdlib_shims.elementary.rounding import TINY, as_fixed, domain_error, number
from stdlib_shims.fixed import ONE, PLACES


def _turn(x: float) -> tuple[int, int]:
    if math.isinf(x):
        raise domain_error()
    return fixed.turn(*x.as_integer_ratio())


def sin(x: float, /) -> float:
    x = number(x)
    if math.isnan(x) or abs(x) < TINY:
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
    if math.isnan(x) or abs(x) < TINY:
        return x
    quarters, rest = _turn(x)
    return _sine(quarters, rest) / _sine(quarters + 1, rest)


def _sine(quarters: int, rest: int) -> int:
    found = fixed.cos(rest) if quarters & 1 else fixed.sin(rest)
    return -found if quarters & 2 else found


def atan(x: float, /) -> float:
    x = number(x)
    if math.isnan(x) or abs(x) < TINY:
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
    if x > 0 and abs(y) < abs(x) * TINY:
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
    if math.isnan(x) or abs(x) < TINY:
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
        raise domain_error()
    y = as_fixed(abs(x))
    return y, math.isqrt(ONE * ONE - y * y)
