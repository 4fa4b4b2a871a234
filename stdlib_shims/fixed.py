"""Elementary functions in whole numbers: `v` stands for `v / ONE`. The same digits on every machine.

Each function is right to some 180 binary places, so that its value, rounded once to a float, is the nearest
one but for odds of 2 to the hundredth. Where more places are needed (`places`), they are given.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import isqrt
from typing import Final

PLACES: Final = 192
ONE: Final = 1 << PLACES

_HALVINGS: Final = 8  # of an exponent before its series, and of an angle before its
_HIGH: Final = 1300  # places of pi that bring any float into one turn


@cache
def pi(places: int = PLACES) -> int:
    """Return pi, by Machin's formula."""
    extra = places + 16
    return (16 * _inverse_tangent(5, extra) - 4 * _inverse_tangent(239, extra)) >> 16


@cache
def ln2(places: int = PLACES) -> int:
    """Return the natural logarithm of 2."""
    extra = places + 16
    parts = 18 * _inverse_tanh(26, extra) - 2 * _inverse_tanh(4801, extra) + 8 * _inverse_tanh(8749, extra)
    return parts >> 16


@cache
def ln10() -> int:
    """Return the natural logarithm of 10."""
    return log(10, 1)


def _inverse_tangent(n: int, places: int) -> int:
    """Return the arc tangent of 1 / n."""
    return _inverse_series(n, places, -1)


def _inverse_tanh(n: int, places: int) -> int:
    """Return the inverse hyperbolic tangent of 1 / n."""
    return _inverse_series(n, places, 1)


def _inverse_series(n: int, places: int, sign: int) -> int:
    power = (1 << places) // n
    total, at = power, 1
    while power:
        power = sign * power // (n * n)
        at += 2
        total += power // at if power >= 0 else -(-power // at)
    return total


def exp(value: int) -> tuple[int, int]:
    """Return e to the power of a value as (m, k): m times 2 to the k, m from 1 to 2."""
    k, rest = divmod(value, ln2())
    rest >>= _HALVINGS
    term = total = ONE
    at = 1
    while term:
        term = (term * rest >> PLACES) // at
        total += term
        at += 1
    for _ in range(_HALVINGS):
        total = total * total >> PLACES
    return total, k


def log(numerator: int, denominator: int) -> int:
    """Return the natural logarithm of a positive fraction."""
    k = numerator.bit_length() - denominator.bit_length()
    wanted = (numerator << PLACES - k if k <= PLACES else numerator >> k - PLACES) // denominator
    return _log_near_one(wanted) + k * ln2()


def _log_near_one(wanted: int) -> int:
    """Return the logarithm of a value from 1/2 to 2: twice the inverse hyperbolic tangent of (v - 1) / (v + 1)."""
    roots = 0
    while abs(wanted - ONE) >> PLACES - 6:
        wanted = isqrt(wanted << PLACES)
        roots += 1
    ratio = ((wanted - ONE) << PLACES) // (wanted + ONE)
    return _odd_series(ratio, 1) << roots + 1


def _odd_series(value: int, sign: int) -> int:
    """Return v + s v^3 / 3 + v^5 / 5 + s v^7 / 7 ..."""
    square = value * value >> PLACES
    power = total = abs(value)
    at = 1
    while power:
        power = power * square >> PLACES
        at += 2
        total += sign ** (at // 2) * (power // at)
    return total if value >= 0 else -total


def turn(numerator: int, denominator: int) -> tuple[int, int]:
    """Return an angle as (quarter turns, rest): the rest is at most an eighth of a turn, either way."""
    places = PLACES + max(0, numerator.bit_length() - denominator.bit_length())
    quarter = pi(_HIGH) >> _HIGH - places + 1
    quarters, rest = divmod((numerator << places) // denominator + quarter // 2, quarter)
    return quarters, (rest - quarter // 2) >> places - PLACES


def sin(angle: int) -> int:
    """Return the sine of a small angle."""
    return _alternating(angle, angle, 1)


def cos(angle: int) -> int:
    """Return the cosine of a small angle."""
    return _alternating(ONE, angle, 0)


def _alternating(first: int, angle: int, at: int) -> int:
    square = angle * angle >> PLACES
    term, total, sign = abs(first), abs(first), 1
    while term:
        term = (term * square >> PLACES) // ((at + 1) * (at + 2))
        sign = -sign
        total += sign * term
        at += 2
    return total if first >= 0 else -total


def atan2(y: int, x: int) -> int:
    """Return the angle of the point (x, y), which is not the origin and lies in the first quarter turn."""
    if y > x:
        return pi() // 2 - atan2(x, y)
    tangent, doublings = (y << PLACES) // x, 0
    while tangent >> PLACES - 4:
        tangent = (tangent << PLACES) // (ONE + isqrt(ONE * ONE + tangent * tangent))
        doublings += 1
    return _odd_series(tangent, -1) << doublings


def cube_root(numerator: int, denominator: int) -> tuple[int, int]:
    """Return the cube root of a positive fraction as (n, k): n divided by 2 to the k."""
    k = max(0, PLACES // 2 + (denominator.bit_length() - numerator.bit_length()) // 3)
    wanted = (numerator << 3 * k) // denominator
    root = 1 << wanted.bit_length() // 3 + 1
    while (following := (2 * root + wanted // (root * root)) // 3) < root:
        root = following
    return root, k


def error_function(numerator: int, denominator: int, places: int) -> int:
    """Return the error function of a positive fraction, with so many places."""
    one = 1 << places
    x = (numerator << places) // denominator
    double_square = 2 * x * x >> places
    term, total, at = x, x, 1
    while term:
        at += 2
        term = (term * double_square >> places) // at
        total += term
    series = one  # e to the x squared
    power, at = one, 0
    while power:
        at += 1
        power = (power * double_square >> places + 1) // at
        series += power
    return (total << places + 1) // (series * isqrt(pi(places) << places) >> places)


_SHIFT: Final = 48  # from here on Stirling's series, with so many terms, is right to all places
_TERMS: Final = 30


@cache
def _stirling() -> tuple[Fraction, ...]:
    """Return the coefficients of Stirling's series, from Bernoulli's numbers."""
    row: list[Fraction] = []
    numbers: list[Fraction] = []
    for n in range(2 * _TERMS + 1):  # Akiyama and Tanigawa
        row.append(Fraction(1, n + 1))
        for at in range(n, 0, -1):
            row[at - 1] = at * (row[at - 1] - row[at])
        numbers.append(row[0])
    return tuple(numbers[2 * k] / (2 * k * (2 * k - 1)) for k in range(1, _TERMS + 1))


def log_gamma(numerator: int, denominator: int) -> int:
    """Return the logarithm of the gamma function of a positive fraction."""
    product, below = 1, 1
    while numerator < _SHIFT * denominator:
        product, below = product * numerator, below * denominator
        numerator += denominator
    x = (numerator << PLACES) // denominator
    total = ((2 * x - ONE) * log(numerator, denominator) >> PLACES + 1) - x
    total += (log(2 * pi(), ONE)) // 2
    power, square = ONE * ONE // x, x * x >> PLACES
    for coefficient in _stirling():
        total += power * coefficient.numerator // coefficient.denominator
        power = (power << PLACES) // square
    return total - (log(product, below) if product != below else 0)
