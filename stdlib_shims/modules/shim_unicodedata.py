"""`unicodedata`: the functions. A character newer than Unicode 14 is known to some Pythons only.

So are `str.isalpha()` and `\\w` of such a character: a run's header names its Python for that.
"""

from __future__ import annotations

import unicodedata
from typing import Any, Final, Literal

from stdlib_shims.refusals import TooLarge
from stdlib_shims.run import MAX_ITEMS
from stdlib_shims.tables import pick, refuse

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

_MAX_MARKS: Final = 1_000


def normalize(form: Form, unistr: str, /) -> str:
    """Return a text in a normal form. Raises TooLarge for very long texts, and runs of combining marks."""
    _check(unistr)
    return unicodedata.normalize(form, unistr)


def is_normalized(form: Form, unistr: str, /) -> bool:
    """Tell whether a text is in a normal form. Raises as `normalize` does."""
    _check(unistr)
    return unicodedata.is_normalized(form, unistr)


def _check(text: str) -> None:
    """Bound the work: marks that follow each other are put in order by insertion, in quadratic time."""
    if len(text) <= _MAX_MARKS or text.isascii():
        return
    if len(text) > MAX_ITEMS:
        raise TooLarge("a text to normalize", MAX_ITEMS, "characters")
    length = 0
    for character in text:
        length = length + 1 if unicodedata.combining(character) else 0
        if length > _MAX_MARKS:
            raise TooLarge("a run of combining marks", _MAX_MARKS, "characters")


OFFERS: Final[dict[str, Any]] = {
    **pick(
        unicodedata,
        "bidirectional category combining decimal decomposition digit east_asian_width lookup mirrored name numeric",
    ),
    "is_normalized": is_normalized,
    "normalize": normalize,
}

REFUSES: Final[dict[str, str]] = {
    "unidata_version": "it is a fact of the Python that runs this turn, and a run may go on under another",
    **refuse("UCD ucd_3_2_0", "it is a database of 2002"),
    **refuse("isxidcontinue isxidstart", "only newer Pythons have it; use str.isidentifier"),
}
