"""`fractions`: the real class."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

OFFERS: Final[dict[str, Any]] = {"Fraction": Fraction}

REFUSES: Final[dict[str, str]] = {}
