"""`fractions`: the real numbers, whose text may not hold an exponent that fills the memory."""

from __future__ import annotations

import decimal
import fractions
import re
from typing import Any, Final

from stdlib_shims.refusals import TooLarge
from stdlib_shims.standing import Standing

MAX_EXPONENT: Final = 100_000

_EXPONENT: Final = re.compile(r"[eE][-+]?(\d[\d_]*)\s*$")
_SLASH: Final = re.compile(r"(?<=\d)\s*/\s*(?=\d)")  # spaces about it are taken from 3.12 on


class Fraction(fractions.Fraction, metaclass=Standing):
    """A ratio. Its instances are of the real class.

    Raises:
        TooLarge: The text's exponent is over `MAX_EXPONENT`: `Fraction("1e1000000000")` has a billion digits.
    """

    __slots__ = ()

    def __new__(cls, numerator: Any = 0, denominator: Any = None) -> Any:
        found = _EXPONENT.search(numerator) if isinstance(numerator, str) else None
        if found and (len(found[1]) > len(str(MAX_EXPONENT)) or int(found[1]) > MAX_EXPONENT):
            raise TooLarge("a fraction's exponent", MAX_EXPONENT, "digits")
        text: Any = _SLASH.sub("/", numerator) if isinstance(numerator, str) else numerator
        made = fractions.Fraction(text, denominator)
        return made if cls is Fraction else super().__new__(cls, made)

    @classmethod
    def from_float(cls, f: float) -> Any:
        """Return the ratio that a float is exactly."""
        return fractions.Fraction.from_float(f)

    @classmethod
    def from_decimal(cls, dec: decimal.Decimal) -> Any:
        """Return the ratio that a decimal is exactly."""
        return fractions.Fraction.from_decimal(dec)


OFFERS: Final[dict[str, Any]] = {"Fraction": Fraction}

REFUSES: Final[dict[str, str]] = {}
