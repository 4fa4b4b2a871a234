"""`math`: the functions of Python 3.11, which all later ones have. Integers are bounded before they are built."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final

from stdlib_shims.run import require_bits
from stdlib_shims.tables import pick, refuse


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


OFFERS: Final[dict[str, Any]] = {
    **pick(
        math,
        """
        acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh degrees dist e erf erfc exp exp2
        expm1 fabs floor fmod frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp
        lgamma log log10 log1p log2 modf nan nextafter pi pow radians remainder sin sinh sqrt tan tanh tau
        trunc ulp
        """,
    ),
    "comb": comb,
    "factorial": factorial,
    "perm": perm,
    "prod": prod,
}

REFUSES: Final[dict[str, str]] = refuse(
    "fma sumprod", "only newer Pythons have it, and a run must replay on all; write it out"
)
