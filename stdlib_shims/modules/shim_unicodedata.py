"""`unicodedata`: the functions, as Python 3.11 has them: of Unicode 14 (see `stdlib_shims.letters`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final, Literal

from stdlib_shims.letters import NEWER, hide, put_back
from stdlib_shims.refusals import TooLarge
from stdlib_shims.run import MAX_ITEMS
from stdlib_shims.spending import charge
from stdlib_shims.tables import refuse, words

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

_MAX_MARKS: Final = 1_000
_UNITS: Final = 2  # for a character, which may come to eighteen


def normalize(form: Form, unistr: str, /) -> str:
    """Return a text in a normal form. Raises TooLarge for very long texts, and runs of combining marks."""
    _check(unistr)
    return put_back(unicodedata.normalize(form, hide(unistr)), NEWER.findall(unistr))


def is_normalized(form: Form, unistr: str, /) -> bool:
    """Tell whether a text is in a normal form. Raises as `normalize` does."""
    _check(unistr)
    return unicodedata.is_normalized(form, hide(unistr))


def _check(text: str) -> None:
    """Pay for the work, and bound it: marks that follow each other are put in order by insertion, in quadratic time."""
    is_plain = text.isascii()
    charge(len(text) >> 7 if is_plain else _UNITS * len(text))
    if len(text) <= _MAX_MARKS or is_plain:
        return
    if len(text) > MAX_ITEMS:
        raise TooLarge("a text to normalize", MAX_ITEMS, "characters")
    length = 0
    for character in text:
        length = length + 1 if unicodedata.combining(character) else 0
        if length > _MAX_MARKS:
            raise TooLarge("a run of combining marks", _MAX_MARKS, "characters")


def _known(name: str) -> Callable[..., Any]:
    """Return a function of one character that knows those of Unicode 14, and says of them what it said."""
    real, changed = getattr(unicodedata, name), _CHANGED.get(name, {})

    def look(chr: str, /, *default: Any) -> Any:
        if type(chr) is not str or len(chr) != 1 or chr.isascii():
            return real(chr, *default)
        if chr in changed and len(default) < 2:
            return changed[chr] if changed[chr] is not None else real(_UNASSIGNED, *default)
        return real(hide(chr), *default)

    look.__name__ = look.__qualname__ = name
    return look


_UNASSIGNED: Final = "\u0378"
_CHANGED: Final[dict[str, dict[str, Any]]] = {
    "bidirectional": {
        "\U0001171e": "NSM",
        **dict.fromkeys("\U0001d6c1\U0001d6fb\U0001d735\U0001d76f\U0001d7a9", "L"),
    },
    "category": {"\U0001171e": "Mn"},
    "mirrored": {"\u226d": 0},
    "numeric": {"\u5146": 1e12, **dict.fromkeys("\u4e24\u4eac\u4fe9\u5006\u62d0\u6d1e\u7695\u79ed\u920e\u94a9")},
}
"""What newer Pythons say otherwise of characters that 3.11 has; None is nothing."""


def east_asian_width(chr: str, /) -> str:
    """Return how wide a character is. One that is not assigned has the width of where it lies, as from 3.12 on."""
    if type(chr) is not str or len(chr) != 1 or chr.isascii():
        return unicodedata.east_asian_width(chr)
    if unicodedata.category(hide(chr)) == "Cn":
        return "W" if any(first <= chr <= last for first, last in _IDEOGRAPHS) else "N"
    return "N" if _NARROW.match(chr) else unicodedata.east_asian_width(chr)


_IDEOGRAPHS: Final = (
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0002fffd"),
    ("\U00030000", "\U0003fffd"),
)
_NARROW: Final = re.compile("[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d356\U0001d360-\U0001d376]")


def lookup(name: str | bytes | bytearray, /) -> str:
    """Return the character of a name. Raises KeyError of one that Unicode 14 has not."""
    found = unicodedata.lookup(name)
    if NEWER.search(found):
        shown = name if isinstance(name, str) else bytes(name).decode("ascii", "replace")
        raise KeyError(f"undefined character name '{shown}'")
    return found


OFFERS: Final[dict[str, Any]] = {
    **{name: _known(name) for name in words("bidirectional category combining decimal decomposition digit")},
    **{name: _known(name) for name in words("mirrored name numeric")},
    "east_asian_width": east_asian_width,
    "lookup": lookup,
    "is_normalized": is_normalized,
    "normalize": normalize,
}

REFUSES: Final[dict[str, str]] = {
    "unidata_version": "it is a fact of the Python that runs this turn, and a run may go on under another",
    **refuse("UCD ucd_3_2_0", "it is a database of 2002"),
    **refuse("isxidcontinue isxidstart", "only newer Pythons have it; use str.isidentifier"),
}
