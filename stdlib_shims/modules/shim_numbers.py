"""`numbers`: the abstract classes, for `isinstance`. Their `register` is among the names that the sandbox guards."""

from __future__ import annotations

import numbers
from typing import Any, Final

from stdlib_shims.tables import pick

OFFERS: Final[dict[str, Any]] = pick(numbers, "Complex Integral Number Rational Real")

REFUSES: Final[dict[str, str]] = {}
