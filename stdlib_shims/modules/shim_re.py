"""`re`: the real engine. Sizes are bounded; flags that print, or that ask the locale, are refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from stdlib_shims.refusals import Refused, TooLarge
from stdlib_shims.run import MAX_ITEMS, MAX_WIDTH
from stdlib_shims.tables import pick, refuse

_DEBUG: Final = int(re.DEBUG)
_LOCALE: Final = int(re.LOCALE)
_TEMPLATE: Final = 1  # gone from 3.13 on

REFUSES: Final[dict[str, str]] = {
    "DEBUG": "it prints to the process's output",
    **refuse("LOCALE L", "it depends on the machine's locale; patterns are Unicode"),
    **refuse("template TEMPLATE T", "it is gone from newer Pythons"),
    "purge": "the cache belongs to the process",
    **refuse("RegexFlag Scanner", "use the flags by name, and re.finditer"),
}


def _flags(flags: Any) -> Any:
    if int(flags) & (_DEBUG | _LOCALE | _TEMPLATE):
        raise Refused("the regular expression flag DEBUG, LOCALE or TEMPLATE", "leave it out")
    return flags


def _bounded(what: str, text: Any, limit: int) -> None:
    if isinstance(text, str | bytes | bytearray) and len(text) > limit:
        raise TooLarge(what, limit, "characters")


def compile(pattern: Any, flags: Any = 0) -> Any:
    """Return a compiled pattern.

    Raises:
        TooLarge: The pattern is longer than `MAX_WIDTH`.
        Refused: A flag that is not offered.
    """
    _bounded("a pattern", pattern, MAX_WIDTH)
    return re.compile(pattern, _flags(flags))


def _searching(name: str) -> Callable[..., Any]:
    def search(pattern: Any, string: Any, flags: Any = 0) -> Any:
        _bounded("the text that is searched", string, MAX_ITEMS)
        return getattr(compile(pattern, flags), name)(string)

    search.__name__ = search.__qualname__ = name
    return search


def split(pattern: Any, string: Any, maxsplit: int = 0, flags: Any = 0) -> list[Any]:
    """Return the parts of a text between matches."""
    _bounded("the text that is split", string, MAX_ITEMS)
    parts: list[Any] = compile(pattern, flags).split(string, maxsplit=maxsplit)
    return parts


def sub(pattern: Any, repl: Any, string: Any, count: int = 0, flags: Any = 0) -> Any:
    """Return a text with its matches replaced."""
    return subn(pattern, repl, string, count, flags)[0]


def subn(pattern: Any, repl: Any, string: Any, count: int = 0, flags: Any = 0) -> tuple[Any, int]:
    """Return a text with its matches replaced, and how many there were."""
    _bounded("the text that is searched", string, MAX_ITEMS)
    replaced: tuple[Any, int] = compile(pattern, flags).subn(repl, string, count=count)
    return replaced


OFFERS: Final[dict[str, Any]] = {
    **pick(
        re,
        "A ASCII DOTALL I IGNORECASE M MULTILINE Match NOFLAG Pattern S U UNICODE VERBOSE X error escape",
    ),
    "PatternError": re.error,
    "compile": compile,
    **{name: _searching(name) for name in ("findall", "finditer", "fullmatch", "match", "search")},
    "split": split,
    "sub": sub,
    "subn": subn,
}
