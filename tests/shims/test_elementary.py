"""The elementary functions: near what the machine's give, exact where that can be said, and the same everywhere."""

from __future__ import annotations

import cmath
import itertools
import math
import random

import pytest

from stdlib_shims import absolute, complexes, elementary, raise_to

SPECIAL = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    2.0,
    3.0,
    math.inf,
    -math.inf,
    math.nan,
    1e308,
    5e-324,
    -1e-300,
    171.5,
    -170.5,
    30.0,
]
DOMAINS = {
    **dict.fromkeys(("exp", "exp2", "sinh", "cosh"), (-745.0, 709.0)),
    **dict.fromkeys(("log", "log2", "log10", "acosh"), (1.0, 1e6)),
    **dict.fromkeys(("asin", "acos", "atanh", "log1p"), (-0.999, 0.999)),
    **dict.fromkeys(("gamma", "lgamma"), (-20.0, 170.0)),
    **dict.fromkeys(("erf", "erfc"), (-5.0, 26.0)),
    **dict.fromkeys(("expm1", "tanh", "asinh", "cbrt", "sin", "cos", "tan", "atan"), (-30.0, 30.0)),
}
NEAREST = {  # made with 60 digits, where the C libraries disagree
    ("cbrt", 521843527.3068377): 805.0943280572271,
    ("lgamma", 3.0): 0.6931471805599453,
    ("gamma", 0.5): 1.772453850905516,
    ("log10", 1000.0): 3.0,
    ("log2", 2.0**-1074): -1074.0,
    ("cbrt", 27.0): 3.0,
    ("gamma", 23.0): 1124000727777607680000.0,
    ("erfc", 27.0): 5.237048923789256e-319,
    ("sin", 1e22): -0.8522008497671888,
    ("exp", -745.1): 5e-324,
}


def outcome(function, *arguments):
    try:
        return function(*arguments)
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        return type(error)


def is_near(found, expected, ulps=4):
    if isinstance(found, type) or isinstance(expected, type):
        return found is expected
    if math.isnan(expected) or math.isinf(expected):
        return repr(found) == repr(expected)
    signs = math.copysign(1, found) == math.copysign(1, expected)
    return signs and abs(found - expected) <= ulps * math.ulp(expected) + 1e-15 * (abs(expected) < 0.1)


@pytest.mark.parametrize("name", DOMAINS)
def test_function_is_near_what_the_machine_gives(name):
    draw = random.Random(name)
    for x in [*SPECIAL, *(draw.uniform(*DOMAINS[name]) for _ in range(60)), *(draw.gauss(0, 1e-6) for _ in range(9))]:
        found, expected = outcome(getattr(elementary, name), x), outcome(getattr(math, name), x)
        assert is_near(found, expected), (x, found, expected)


@pytest.mark.parametrize(("name", "ours"), [("atan2", elementary.atan2), ("pow", elementary.power)])
def test_function_of_two_is_near_what_the_machine_gives(name, ours):
    draw = random.Random(name)
    pairs = [(draw.uniform(-9, 9), draw.uniform(-9, 9)) for _ in range(100)]
    for x, y in [*itertools.product(SPECIAL, SPECIAL), *pairs]:
        found, expected = outcome(ours, x, y), outcome(getattr(math, name), x, y)
        assert is_near(found, expected, 1), (x, y, found, expected)


@pytest.mark.parametrize(("name", "x"), NEAREST)
def test_function_gives_the_nearest_float(name, x):
    assert getattr(elementary, name)(x) == NEAREST[name, x]


def test_powers_that_lie_between_two_floats_are_rounded_to_even():
    assert elementary.power(3.0, 34.0) == float(3**34)
    assert elementary.power(-3.0, -33.0) == -1 / 3**33


COMPLEX = ["sqrt", "exp", "log", "log10", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan"]


@pytest.mark.parametrize("name", [*COMPLEX, "asinh", "acosh", "atanh", "phase"])
def test_complex_function_is_near_what_the_machine_gives(name):
    draw = random.Random(name)
    points = [complex(draw.gauss(0, 3), draw.gauss(0, 3)) for _ in range(30)]
    parts = [0.0, -0.0, 1.0, -2.0, 1e300, 1e-310, math.inf, math.nan, 800.0]
    for z in [*points, *(complex(x, y) for x, y in itertools.product(parts, parts)), 2, 0.5]:
        found, expected = outcome(getattr(complexes, name), z), outcome(getattr(cmath, name), z)
        if name == "phase" and expected is OverflowError:
            continue  # glibc's atan2, where the angle is smaller than any float
        if isinstance(expected, type) or not cmath.isfinite(expected):
            assert repr(found) == repr(expected), z
        else:
            assert abs(found - expected) <= 2e-15 * abs(expected), z


def test_polar_coordinates_go_both_ways():
    for z in (3 + 4j, -1 - 1e-3j, 0j):
        assert cmath.isclose(complexes.rect(*complexes.polar(z)), z)
    assert complexes.log(8, 2) == pytest.approx(3)


@pytest.mark.parametrize(
    ("base", "exponent"),
    [(2.0, 0.5), (-8.0, 1 / 3), (10, -2), (0.0, -1.0), (0, -1), (1e200, 2.0), (-2.0, 3.0), (2, 10), (1j, 1j), (2, 1j),
     (1 + 1j, 3), (0j, 1j), (0.0, 0.0), (math.inf, -1.0), (-math.inf, 0.5), (True, 0.5), (math.nan, 0.0)],
)  # fmt: skip
def test_power_is_near_what_the_operator_gives(base, exponent):
    found, expected = outcome(raise_to, base, exponent), outcome(lambda: base**exponent)
    assert type(found) is type(expected)
    if not isinstance(expected, type):
        assert repr(found) == repr(expected) or abs(found - expected) <= 4e-16 * abs(expected)
    else:
        assert found is expected


def test_power_of_other_things_is_their_own():
    from decimal import Decimal
    from fractions import Fraction

    assert raise_to(Decimal(2), 3) == 8
    assert raise_to(Fraction(1, 2), 2) == Fraction(1, 4)
    assert raise_to(Fraction(1, 4), Fraction(1, 2)) == 0.5
    assert raise_to(2, Fraction(1, 2)) == math.sqrt(2)
    assert absolute(3 + 4j) == 5.0
    assert absolute(-3) == 3
    with pytest.raises(OverflowError, match="absolute value too large"):
        absolute(complex(1.7e308, 1.7e308))
