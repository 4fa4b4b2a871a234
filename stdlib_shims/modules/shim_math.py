"""`math`: the functions of Python 3.11, which all later ones have.

Those whose last digits are the C library's are ours (`stdlib_shims.elementary`). Integers are bounded before they
are built.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final

from stdlib_shims import elementary
from stdlib_shims.run import require_bits
from stdlib_shims.spending import charged
from stdlib_shims.tables import pick, refuse, words


def factorial(n: Any, /) -> int:
    """Return n!. Raises TooLarge past `MAX_BITS`."""
    if type(n) is int and n > 1:
        require_bits(n * math.log2(n), f"factorial({n})")
    return math.factorial(n)


def comb(n: Any, k: Any, /) -> int:
    """Return n over k. Raises TooLarge past `MAX_BITS`."""
    if type(n) is int and type(k) is int and 0 < k < n:
        require_bits(min(k, n - k) * n.bit_length(), "comb")
    return math.comb(n, k)


def perm(n: Any, k: Any = None, /) -> int:
    """Return the number of k-permutations of n. Raises TooLarge past `MAX_BITS`."""
    if k is None:
        return factorial(n)
    if type(n) is int and type(k) is int and 0 < k <= n:
        require_bits(k * n.bit_length(), "perm")
    return math.perm(n, k)


def prod(iterable: Iterable[Any], /, *, start: Any = 1) -> Any:
    """Return the product of numbers. Raises TooLarge past `MAX_BITS`."""
    product = start
    for factor in iterable:
        if isinstance(product, int) and isinstance(factor, int):
            require_bits(product.bit_length() + factor.bit_length(), "prod")
        product = product * factor
    return product


def nextafter(x: Any, y: Any, /) -> float:
    """Return the next float after x towards y. From 3.12 on the real one takes steps too."""
    return math.nextafter(x, y)


_UNITS: Final = {
    **dict.fromkeys(words("acos asin atan atan2 asinh acosh atanh cosh sinh tan tanh"), 40),
    **dict.fromkeys(words("cbrt cos exp exp2 expm1 log log10 log1p log2 pow sin"), 20),
    **dict.fromkeys(words("erf gamma lgamma"), 500),
    "erfc": 2000,
}
"""What a call of a function of `elementary` costs: its work is that of so many turns of a loop."""

_NAMES: Final = {"pow": "power"}

OFFERS: Final[dict[str, Any]] = {
    **pick(
        math,
        """
        ceil copysign degrees dist e fabs floor fmod frexp fsum gcd hypot inf isclose isfinite isinf isnan isqrt lcm
        ldexp modf nan pi radians remainder sqrt tau trunc ulp
        """,
    ),
    "comb": comb,
    "factorial": factorial,
    "nextafter": nextafter,
    "perm": perm,
    "prod": prod,
    **charged({name: getattr(elementary, _NAMES.get(name, name)) for name in _UNITS}, _UNITS),
}

REFUSES: Final[dict[str, str]] = refuse(
    "fma sumprod", "only newer Pythons have it, and a run must replay on all; write it out"
)
