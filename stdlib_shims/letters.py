"""Letters as Unicode 14 has them, on every Python: what has come since is no letter, no digit, and has no case.

Python 3.11 has Unicode 14, 3.12 has 15, 3.13 has 15.1, 3.14 has 16. A newer character is taken for one that is not
assigned, and is put back into what a method gives. What is written out by `repr` is the newest form everywhere:
there newer characters stand for themselves (see `show`).

Found by comparing all that `str` and `unicodedata` say of each code point on 3.11 and on 3.14.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from stdlib_shims.spending import charge
from stdlib_shims.tables import words

_SINCE_14: Final = """
897 CF3 ECE 1B4E-1B4F 1B7F 1C89-1C8A 2427-2429 2FFC-2FFF 31E4-31E5 31EF A7CB-A7CD A7DA-A7DC 105C0-105F3 10D40-10D65
10D69-10D85 10D8E-10D8F 10EC2-10EC4 10EFC-10EFF 1123F-11241 11380-11389 1138B 1138E 11390-113B5 113B7-113C0 113C2
113C5 113C7-113CA 113CC-113D5 113D7-113D8 113E1-113E2 116D0-116E3 11B00-11B09 11BC0-11BE1 11BF0-11BF9 11F00-11F10
11F12-11F3A 11F3E-11F5A 1342F 13439-13455 13460-143FA 16100-16139 16D40-16D79 18CFF 1B132 1B155 1CC00-1CCF9
1CD00-1CEB3 1D2C0-1D2D3 1DF25-1DF2A 1E030-1E06D 1E08F 1E4D0-1E4F9 1E5D0-1E5FA 1E5FF 1F6DC 1F774-1F776 1F77B-1F77F
1F7D9 1F8B2-1F8BB 1F8C0-1F8C1 1FA75-1FA77 1FA87-1FA89 1FA8F 1FAAD-1FAAF 1FABB-1FABF 1FAC6 1FACE-1FACF 1FADA-1FADC
1FADF 1FAE8-1FAE9 1FAF7-1FAF8 1FBCB-1FBEF 2B739 2EBF0-2EE5D 31350-323AF
"""
_LETTERS_SINCE_14: Final = """
1C89-1C8A A7CB-A7CD A7DA-A7DC 105C0-105F3 10D40-10D65 10D6F-10D85 10EC2-10EC4 1123F-11240 11380-11389 1138B 1138E
11390-113B5 113B7 113D1 113D3 116D0-116E3 11BC0-11BE0 11BF0-11BF9 11F02 11F04-11F10 11F12-11F33 11F50-11F59 1342F
13441-13446 13460-143FA 16100-1611D 16130-16139 16D40-16D6C 16D70-16D79 18CFF 1B132 1B155 1CCF0-1CCF9 1D2C0-1D2D3
1DF25-1DF2A 1E030-1E06D 1E4D0-1E4EB 1E4F0-1E4F9 1E5D0-1E5ED 1E5F0-1E5FA 2B739 2EBF0-2EE5D 31350-323AF
"""
_CASED_SINCE: Final = "10FC A7F2-A7F4 AB69"
_NUMERIC_SINCE: Final = "4E24 4EAC 4FE9 5006 62D0 6D1E 7695 79ED 920E 94A9"
_JOINING_SINCE: Final = "200C-200D 30FB FF65"
_UNASSIGNED: Final = "\u0378"
_MARK: Final = "\U0001171d"
_MARKS: Final = re.compile(f"[{_MARK}\U0001171e]")  # one has become a letter, which a sigma takes note of
_UPPER_SINCE: Final = {0xA7CB: "\u0264", 0xA7DC: "\u019b"}  # capitals of letters that had none


class Characters:
    """A pattern for one character of some ranges, compiled when it is first asked: most runs meet ASCII only."""

    __slots__ = ("_ranges", "findall", "match", "pattern", "search", "sub")

    pattern: str
    findall: Callable[[str], list[str]]
    match: Callable[[str], re.Match[str] | None]
    search: Callable[[str], re.Match[str] | None]
    sub: Callable[[str, str], str]

    def __init__(self, *ranges: str, unless: str = "") -> None:
        self._ranges = ranges, unless

    def __getattr__(self, name: str) -> Any:
        """Compile it: a slot is empty."""
        ranges, unless = self._ranges
        bounds = [part.split("-") for text in ranges for part in text.split()]
        inside = "".join(f"\\U{int(part[0], 16):08x}-\\U{int(part[-1], 16):08x}" for part in bounds)
        compiled = re.compile(f"{unless}[{inside}]")
        for slot in self.__slots__[1:]:
            setattr(self, slot, getattr(compiled, slot))
        return getattr(compiled, name)


_STANDING_IN: Final = "378"  # it is put back in its turn
NEWER: Final = Characters(_STANDING_IN, _SINCE_14)
"""A character that has come since Unicode 14, or the one that stands in for them."""

NEWER_LETTER: Final = Characters(_LETTERS_SINCE_14)
"""Those of them that are a letter or a digit, or have a case."""

_CASED: Final = Characters(_STANDING_IN, _SINCE_14, _CASED_SINCE)
_NUMERIC: Final = Characters(_SINCE_14, _NUMERIC_SINCE)
_IN_NAMES: Final = Characters(_SINCE_14, _JOINING_SINCE)
_HIDDEN: Final = {
    **dict.fromkeys(words("isalnum isalpha isdecimal isdigit"), NEWER),
    **dict.fromkeys(words("islower istitle isupper"), _CASED),
    "isidentifier": _IN_NAMES,
    "isnumeric": _NUMERIC,
}
_CHANGES: Final = frozenset(words("capitalize casefold lower swapcase title upper"))
_RAISES_CASE: Final = frozenset(words("capitalize swapcase title upper"))

METHODS: Final = frozenset((*_HIDDEN, *_CHANGES, "isprintable"))
"""Methods of `str` whose answer is the Python's, without this."""


def ask(name: str, text: str) -> Any:
    """Return what `text.NAME()` is in a workflow, of one of `METHODS`."""
    if str.isascii(text):
        return getattr(str, name)(text)
    charge(len(text) << (name in _CHANGES))  # each character is looked up in a table of ours
    if name in _CHANGES:
        return _change(name, text)
    if name == "isprintable":
        return getattr(str, name)(_SHOWN.sub("x", text))
    return getattr(str, name)(_HIDDEN[name].sub(_UNASSIGNED, text))


def method(name: str, found: Any) -> Callable[..., Any] | None:
    """Return what stands for a method of `METHODS` that was read from a text, or from `str`; None of all else."""
    receiver = getattr(found, "__self__", None)
    if isinstance(receiver, str):
        return _bind(name, receiver)
    return _unbound(name) if getattr(found, "__objclass__", None) is str else None


def _bind(name: str, text: str) -> Callable[[], Any]:
    def bound() -> Any:
        return ask(name, text)

    bound.__name__, bound.__qualname__ = name, f"str.{name}"
    return bound


def _unbound(name: str) -> Callable[[str], Any]:
    def unbound(self: str, /) -> Any:
        return ask(name, self)

    unbound.__name__, unbound.__qualname__ = name, f"str.{name}"
    return unbound


def hide(text: str) -> str:
    """Return a text in which one character that is not assigned stands for each that has come since."""
    return NEWER.sub(_UNASSIGNED, text)


def put_back(text: str, hidden: list[str], stand_in: str = _UNASSIGNED) -> str:
    """Return what was made of a hidden text, with its characters again: `NEWER.findall(text)`."""
    left = iter(hidden)
    return re.sub(stand_in, lambda _: next(left), text) if hidden else text


def _change(name: str, text: str) -> str:
    hidden, marks = _CASED.findall(text), _MARKS.findall(text)
    found: str = getattr(str, name)(_MARKS.sub(_MARK, _CASED.sub(_UNASSIGNED, text)))
    if name in _RAISES_CASE:
        found = found.translate(_UPPER_SINCE)
    return put_back(put_back(found, hidden), marks, _MARK)


def is_newer_name(name: str) -> bool:
    """Tell whether an identifier has a character that older Pythons do not take."""
    return not name.isascii() and _IN_NAMES.search(name) is not None


def show(text: str) -> str:
    """Return the text of a `repr` as the newest Unicode has it: older Pythons escape what they do not know."""
    return _ESCAPES.sub(_unescape, text)


_ESCAPES: Final = re.compile(r"\\\\|\\u[0-9a-f]{4}|\\U000[0-9a-f]{5}")
_SHOWN: Final = Characters(_STANDING_IN, _SINCE_14, unless=f"(?![{_UNASSIGNED}\U00013439-\U0001343f])")


def _unescape(found: re.Match[str]) -> str:
    escape = found[0]
    if escape == "\\\\":
        return escape
    character = chr(int(escape[2:], 16))
    return character if _SHOWN.match(character) else escape
