"""The functions of `cmath`, from those of `elementary`: as CPython computes them, and the same everywhere.

What is not finite is left to the real module, whose answers are constants there.
"""

from __future__ import annotations

import cmath
import math
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from stdlib_shims import elementary as real

_LARGE: Final = sys.float_info.max / 4
_SQRT_LARGE: Final = math.sqrt(_LARGE)
_LOG_LARGE: Final = real.log(_LARGE)
_LEAST: Final = sys.float_info.min
_SQRT_LEAST: Final = math.sqrt(_LEAST)
_DIGITS: Final = sys.float_info.mant_dig
_LN2: Final = real.log(2)
_LN10: Final = real.log(10)
_MOST_EXACT: Final = 100  # the largest whole exponent that Python multiplies out

Function = Callable[[complex], complex]


def _finite(function: Function) -> Callable[[Any], complex]:
    """Give a function what the real one takes, and finite numbers only."""
    special = getattr(cmath, function.__name__)

    @wraps(function)
    def call(z: Any, /) -> complex:
        value = number(z)
        return _bounded(function(value)) if cmath.isfinite(value) else special(value)

    return call


def number(z: Any) -> complex:
    """Return what a function of `cmath` takes z for. Raises TypeError as it does."""
    return z if type(z) is complex else complex(*_parts(z))


def _parts(z: Any) -> tuple[float, float]:
    if hasattr(type(z), "__complex__"):
        value = complex(z)
        return value.real, value.imag
    return real.number(z), 0.0


def _bounded(z: complex) -> complex:
    if math.isinf(z.real) or math.isinf(z.imag):
        raise OverflowError("math range error")
    return z


def modulus(z: complex) -> float:
    """Return `abs(z)`."""
    found = math.hypot(z.real, z.imag)
    if math.isinf(found) and cmath.isfinite(z):
        raise OverflowError("absolute value too large")
    return found


def phase(z: Any, /) -> float:
    value = number(z)
    return real.atan2(value.imag, value.real)


def polar(z: Any, /) -> tuple[float, float]:
    value = number(z)
    return modulus(value), phase(value)


def rect(r: Any, phi: Any, /) -> complex:
    length, angle = real.number(r), real.number(phi)
    if not (math.isfinite(length) and math.isfinite(angle)):
        return cmath.rect(length, angle)
    return complex(length * real.cos(angle), length * real.sin(angle)) if angle else complex(length, length * angle)


def _is_large(z: complex) -> bool:
    return abs(z.real) > _LARGE or abs(z.imag) > _LARGE


def _log_of_half(z: complex) -> float:
    return real.log(math.hypot(z.real / 2, z.imag / 2)) + 2 * _LN2


@_finite
def sqrt(z: complex) -> complex:
    x, y = abs(z.real), abs(z.imag)
    if not z:
        return complex(0.0, z.imag)
    if x < _LEAST and y < _LEAST:
        x = math.ldexp(x, _DIGITS)
        s = math.ldexp(math.sqrt(x + math.hypot(x, math.ldexp(y, _DIGITS))), -(_DIGITS + 1) // 2)
    else:
        s = 2 * math.sqrt(x / 8 + math.hypot(x / 8, y / 8))
    d = y / (2 * s)
    return complex(s, math.copysign(d, z.imag)) if z.real >= 0 else complex(d, math.copysign(s, z.imag))


@_finite
def exp(z: complex) -> complex:
    if z.real > _LOG_LARGE:
        length = real.exp(z.real - 1)
        return complex(length * real.cos(z.imag) * math.e, length * real.sin(z.imag) * math.e)
    length = real.exp(z.real)
    return complex(length * real.cos(z.imag), length * real.sin(z.imag))


def log(z: Any, /, *base: Any) -> complex:
    """Return the logarithm of z, natural or to a base."""
    found = _log(z)
    return found / _log(*base) if base else found


def log10(z: Any, /) -> complex:
    found = _log(z)
    return complex(found.real / _LN10, found.imag / _LN10)


def _log(z: Any) -> complex:
    value = number(z)
    if not cmath.isfinite(value):
        return cmath.log(value)
    x, y = abs(value.real), abs(value.imag)
    if not value:
        raise ValueError("math domain error")
    if _is_large(value):
        length = real.log(math.hypot(x / 2, y / 2)) + _LN2
    elif x < _LEAST and y < _LEAST:
        length = real.log(math.hypot(math.ldexp(x, _DIGITS), math.ldexp(y, _DIGITS))) - _DIGITS * _LN2
    else:
        h, most, least = math.hypot(x, y), max(x, y), min(x, y)
        is_near = 0.71 <= h <= 1.73
        length = real.log1p((most - 1) * (most + 1) + least * least) / 2 if is_near else real.log(h)
    return complex(length, real.atan2(value.imag, value.real))


@_finite
def cosh(z: complex) -> complex:
    x, scale = _reduced(z.real)
    return complex(real.cos(z.imag) * real.cosh(x) * scale, real.sin(z.imag) * real.sinh(x) * scale)


@_finite
def sinh(z: complex) -> complex:
    x, scale = _reduced(z.real)
    return complex(real.cos(z.imag) * real.sinh(x) * scale, real.sin(z.imag) * real.cosh(x) * scale)


def _reduced(x: float) -> tuple[float, float]:
    """Return an exponent that is not too large, and what its power is multiplied by."""
    return (x, 1.0) if abs(x) <= _LOG_LARGE else (x - math.copysign(1.0, x), math.e)


@_finite
def tanh(z: complex) -> complex:
    x, y = z.real, z.imag
    if abs(x) > _LOG_LARGE:
        return complex(math.copysign(1.0, x), 4 * real.sin(y) * real.cos(y) * real.exp(-2 * abs(x)))
    tx, ty, cx = real.tanh(x), real.tan(y), 1 / real.cosh(x)
    below = 1 + (tx * ty) * (tx * ty)
    return complex(tx * (1 + ty * ty) / below, ty / below * cx * cx)


@_finite
def acos(z: complex) -> complex:
    if _is_large(z):
        sign = z.imag if z.real < 0 else -z.imag
        length = math.copysign(_log_of_half(z), sign)
        return complex(real.atan2(abs(z.imag), z.real), -length if z.real < 0 else length)
    one, other = sqrt(complex(1 - z.real, -z.imag)), sqrt(complex(1 + z.real, z.imag))
    return complex(2 * real.atan2(one.real, other.real), real.asinh(other.real * one.imag - other.imag * one.real))


@_finite
def acosh(z: complex) -> complex:
    if _is_large(z):
        return complex(_log_of_half(z), real.atan2(z.imag, z.real))
    one, other = sqrt(complex(z.real - 1, z.imag)), sqrt(complex(z.real + 1, z.imag))
    return complex(real.asinh(one.real * other.real + one.imag * other.imag), 2 * real.atan2(one.imag, other.real))


@_finite
def asinh(z: complex) -> complex:
    if _is_large(z):
        length = _log_of_half(z)
        signed = math.copysign(length, z.real) if z.imag >= 0 else -math.copysign(length, -z.real)
        return complex(signed, real.atan2(z.imag, abs(z.real)))
    one, other = sqrt(complex(1 + z.imag, -z.real)), sqrt(complex(1 - z.imag, z.real))
    length = real.asinh(one.real * other.imag - other.real * one.imag)
    return complex(length, real.atan2(z.imag, one.real * other.real - one.imag * other.imag))


@_finite
def atanh(z: complex) -> complex:
    if math.copysign(1.0, z.real) < 0:
        return -atanh(-z)
    x, y, height = z.real, z.imag, abs(z.imag)
    if x > _SQRT_LARGE or height > _SQRT_LARGE:
        h = math.hypot(x / 2, height / 2)
        return complex(x / 4 / h / h, -math.copysign(math.pi / 2, -y))
    if x == 1 and height < _SQRT_LEAST:
        if not height:
            raise ValueError("math domain error")
        length = -real.log(math.sqrt(height) / math.sqrt(math.hypot(height, 2)))
        return complex(length, math.copysign(real.atan2(2.0, -height) / 2, y))
    length = real.log1p(4 * x / ((1 - x) * (1 - x) + height * height)) / 4
    return complex(length, -real.atan2(-2 * y, (1 - x) * (1 + x) - height * height) / 2)


def _turned(function: Callable[[Any], complex]) -> Callable[[Any], complex]:
    """Return f of z as -i g(iz), where g is the function's hyperbolic kin."""

    def call(z: Any, /) -> complex:
        value = number(z)
        found = function(complex(-value.imag, value.real))
        return complex(found.imag, -found.real)

    call.__name__ = call.__qualname__ = function.__name__.removesuffix("h")
    return call


sin, tan, asin, atan = map(_turned, (sinh, tanh, asinh, atanh))


def cos(z: Any, /) -> complex:
    value = number(z)
    return cosh(complex(-value.imag, value.real))


def power(x: complex, y: complex) -> complex:
    """Return x to the y, one of which is complex, as `**` does."""
    if not y or not (cmath.isfinite(x) and cmath.isfinite(y)) or not x:
        return x**y
    if not y.imag and y.real == math.floor(y.real) and abs(y.real) <= _MOST_EXACT:
        return x**y
    length, angle = real.power(modulus(x), y.real), phase(x) * y.real
    if y.imag:
        length *= real.exp(-phase(x) * y.imag)
        angle += y.imag * real.log(modulus(x))
    found = complex(length * real.cos(angle), length * real.sin(angle))
    if math.isinf(found.real) or math.isinf(found.imag):
        raise OverflowError("complex exponentiation")
    return found
