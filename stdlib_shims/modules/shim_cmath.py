"""`cmath`: its functions over those of `stdlib_shims.elementary`, so that the last digits are the same everywhere."""

from __future__ import annotations

import cmath
from typing import Any, Final

from stdlib_shims import complexes
from stdlib_shims.spending import charged
from stdlib_shims.tables import pick, words

_NAMES: Final = words("acos acosh asin asinh atan atanh cos cosh exp log log10 phase polar rect sin sinh sqrt tan tanh")
_UNITS: Final = dict.fromkeys(_NAMES, 100)

OFFERS: Final[dict[str, Any]] = {
    **pick(cmath, "e inf infj isclose isfinite isinf isnan nan nanj pi tau"),
    **charged({name: getattr(complexes, name) for name in _NAMES}, _UNITS),
}

REFUSES: Final[dict[str, str]] = {}
