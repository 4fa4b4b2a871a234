"""`re`: the real engine behind patterns of ours. Flags that print, or that ask the locale, are refused.

The engine is C: while it searches, nothing can stop it. So a pattern is judged when it is compiled (see
`stdlib_shims.patterns`), and the length of a text before it is searched. That must hold for the methods of
compiled patterns too, hence `Pattern`: the real class takes neither a subclass nor other methods.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Final

from stdlib_shims.exact import exact
from stdlib_shims.letters import NEWER_LETTER
from stdlib_shims.patterns import MAX_DEGREE, TEXT_LIMITS, check_pattern
from stdlib_shims.paying import by_size
from stdlib_shims.refusals import Refused, TooLarge
from stdlib_shims.spending import size_of
from stdlib_shims.tables import pick, refuse

_DEBUG: Final = int(re.DEBUG)
_LOCALE: Final = int(re.LOCALE)
_TEMPLATE: Final = 1  # gone from 3.13 on
_MAX_RESULT: Final = 10_000_000  # characters of a text with its matches replaced

REFUSES: Final[dict[str, str]] = {
    "DEBUG": "it prints to the process's output",
    **refuse("LOCALE L", "it depends on the machine's locale; patterns are Unicode"),
    **refuse("template TEMPLATE T", "it is gone from newer Pythons"),
    "purge": "the cache belongs to the process",
    **refuse("RegexFlag Scanner", "use the flags by name, and re.finditer"),
}


class PatternError(re.error):
    """`re.PatternError`, which is called `re.error` before 3.13. The face knows it by both names."""

    __module__ = "re"

    def __init__(self, msg: str, pattern: Any = None, pos: int | None = None) -> None:
        super().__init__(msg, pattern, pos)


@contextmanager
def _own_errors() -> Iterator[None]:
    """Raise the engine's errors as ours."""
    try:
        yield
    except PatternError:
        raise
    except re.error as error:
        raise PatternError(error.msg, error.pattern, error.pos) from None


class Pattern:
    """A compiled pattern.

    Raises:
        TooLarge: In every search, the text is longer than what the pattern can search in bounded time.
    """

    __slots__ = ("_degree", "_real")

    def __init__(self, real: re.Pattern[Any], degree: int) -> None:
        self._real = real
        self._degree = degree

    @property
    def pattern(self) -> Any:
        return self._real.pattern

    @property
    def flags(self) -> int:
        return self._real.flags

    @property
    def groups(self) -> int:
        return self._real.groups

    @property
    def groupindex(self) -> Mapping[str, int]:
        return MappingProxyType(dict(self._real.groupindex))

    def match(self, string: Any, *span: int, **named: int) -> re.Match[Any] | None:
        return self._real.match(self._bounded(string, 0), *span, **named)

    def fullmatch(self, string: Any, *span: int, **named: int) -> re.Match[Any] | None:
        return self._real.fullmatch(self._bounded(string, 0), *span, **named)

    def search(self, string: Any, *span: int, **named: int) -> re.Match[Any] | None:
        return self._real.search(self._bounded(string, 1), *span, **named)

    def findall(self, string: Any, *span: int, **named: int) -> list[Any]:
        return self._real.findall(self._bounded(string, 1), *span, **named)

    def finditer(self, string: Any, *span: int, **named: int) -> Iterator[re.Match[Any]]:
        return self._real.finditer(self._bounded(string, 1), *span, **named)

    def split(self, string: Any, maxsplit: int = 0) -> list[Any]:
        return self._real.split(self._bounded(string, 1), maxsplit)

    def sub(self, repl: Any, string: Any, count: int = 0) -> Any:
        return self.subn(repl, string, count)[0]

    def subn(self, repl: Any, string: Any, count: int = 0) -> tuple[Any, int]:
        """Return a text with its matches replaced, and how many there were. Raises TooLarge of the result too."""
        self._bounded(string, 1)
        repl = exact(repl)
        if not callable(repl) and len(repl) * (len(string) + 1) > _MAX_RESULT:
            repl = _Counting(repl).expand
        with _own_errors():
            return self._real.subn(repl, string, count)

    def _bounded(self, text: Any, searching: int) -> Any:
        limit = TEXT_LIMITS[self._degree + searching]
        if (size_of(text) or len(text)) > limit:
            raise TooLarge(f"a text for the pattern {self._real.pattern!r}", limit, "characters")
        if isinstance(text, str) and not str.isascii(text):
            _refuse_newer(text, "a text for a pattern")
        return text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and self._real == other._real

    def __hash__(self) -> int:
        return hash(self._real)

    def __repr__(self) -> str:
        return repr(self._real)

    def __class_getitem__(cls, _: Any) -> type[Pattern]:
        return cls


def _refuse_newer(text: str, what: str) -> None:
    """Refuse letters and digits that only newer Pythons know: whether they are any is asked in C.

    Raises:
        Refused: There is one.
    """
    found = NEWER_LETTER.search(text)
    if found is not None:
        reason = "Pythons differ in whether it is a letter; take it out, or use the methods of str"
        raise Refused(f"the character U+{ord(found[0]):04X} in {what}", reason)


def expand(match: re.Match[Any], template: Any) -> Any:
    """Return a template filled in from a match.

    Raises:
        PatternError: The template is wrong.
        TypeError: It is bytes and the text is not, or the other way round: newer Pythons take some of those.
    """
    if isinstance(template, str) is not isinstance(match.string, str):
        raise TypeError(f"a template has to be like the text that was matched, not {type(template).__name__}")
    with _own_errors():
        return match.expand(exact(template))


class _Counting:
    """Fills a template in match by match, while the results together are not too large."""

    def __init__(self, template: Any) -> None:
        self._template = template
        self._plain = (b"\\" if isinstance(template, bytes | bytearray) else "\\") not in template
        self._left = _MAX_RESULT

    def expand(self, match: re.Match[Any]) -> Any:
        text = self._template if self._plain else match.expand(self._template)
        self._left -= len(text)
        if self._left < 0:
            raise TooLarge("a text with its matches replaced", _MAX_RESULT, "characters")
        return text


def compile(pattern: Any, flags: Any = 0) -> Pattern:
    """Return a compiled pattern.

    Raises:
        PatternError: It is not a pattern.
        TooLarge: The pattern is longer than `MAX_PATTERN`.
        Refused: Its time may be exponential, or a flag is not offered.
    """
    if isinstance(pattern, Pattern | re.Pattern) and int(flags):
        raise ValueError("cannot process flags argument with a compiled pattern")
    if isinstance(pattern, Pattern):
        return pattern
    if int(flags) & (_DEBUG | _LOCALE | _TEMPLATE):
        raise Refused("the regular expression flag DEBUG, LOCALE or TEMPLATE", "leave it out")
    source, flags = (pattern.pattern, pattern.flags) if isinstance(pattern, re.Pattern) else (pattern, int(flags))
    if not isinstance(source, str | bytes):
        raise TypeError("first argument must be string or compiled pattern")
    source = exact(source)
    if isinstance(source, str) and not source.isascii():
        _refuse_newer(source, "a pattern")
    with _own_errors():
        verdict = check_pattern(source, flags)
        real = re.compile(source, flags)
    if real.flags & _LOCALE:
        raise Refused("the regular expression flag LOCALE", "leave it out")
    return Pattern(real, verdict.degree if verdict else MAX_DEGREE)


def _searching(name: str) -> Callable[..., Any]:
    def search(pattern: Any, string: Any, flags: Any = 0) -> Any:
        return getattr(compile(pattern, flags), name)(string)

    search.__name__ = search.__qualname__ = name
    return search


def split(pattern: Any, string: Any, maxsplit: int = 0, flags: Any = 0) -> list[Any]:
    """Return the parts of a text between matches."""
    return compile(pattern, flags).split(string, maxsplit)


def sub(pattern: Any, repl: Any, string: Any, count: int = 0, flags: Any = 0) -> Any:
    """Return a text with its matches replaced."""
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern: Any, repl: Any, string: Any, count: int = 0, flags: Any = 0) -> tuple[Any, int]:
    """Return a text with its matches replaced, and how many there were."""
    return compile(pattern, flags).subn(repl, string, count)


OFFERS: Final[dict[str, Any]] = {
    **pick(re, "A ASCII DOTALL I IGNORECASE M MULTILINE Match NOFLAG S U UNICODE VERBOSE X"),
    **by_size(pick(re, "escape"), 2),
    "Pattern": Pattern,
    "PatternError": PatternError,
    "error": PatternError,
    "compile": compile,
    **{name: _searching(name) for name in ("findall", "finditer", "fullmatch", "match", "search")},
    "split": split,
    "sub": sub,
    "subn": subn,
}
