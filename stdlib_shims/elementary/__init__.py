"""`sin`, `exp`, `pow` and their kin, for floats: the same everywhere, and the nearest float.

The C libraries of Linux, musl, macOS and Windows differ in the last digit of one result in a hundred or so; a run
that was made on one would not replay on another. What IEEE 754 fixes (`+ - * /`, square roots, remainders) is left
to the machine. Special values are those of C99, Annex F, as Python has them.
"""

from __future__ import annotations

from stdlib_shims.elementary.angles import acos, asin, atan, atan2, cos, sin, tan
from stdlib_shims.elementary.exponentials import (
    acosh,
    asinh,
    atanh,
    cosh,
    exp,
    expm1,
    log,
    log1p,
    log2,
    log10,
    sinh,
    tanh,
)
from stdlib_shims.elementary.integrals import erf, erfc, gamma, lgamma
from stdlib_shims.elementary.powers import cbrt, exp2, power
from stdlib_shims.elementary.rounding import number

__all__ = [
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cbrt",
    "cos",
    "cosh",
    "erf",
    "erfc",
    "exp",
    "exp2",
    "expm1",
    "gamma",
    "lgamma",
    "log",
    "log1p",
    "log2",
    "log10",
    "number",
    "power",
    "sin",
    "sinh",
    "tan",
    "tanh",
]
