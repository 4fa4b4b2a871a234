"""`cmath`: pure functions. As in `math`, their last digits are those of the machine's C library."""

from __future__ import annotations

import cmath
from typing import Any, Final

from stdlib_shims.tables import pick

OFFERS: Final[dict[str, Any]] = pick(
    cmath,
    """
    acos acosh asin asinh atan atanh cos cosh e exp inf infj isclose isfinite isinf isnan log log10 nan nanj
    phase pi polar rect sin sinh sqrt tan tanh tau
    """,
)

REFUSES: Final[dict[str, str]] = {}
