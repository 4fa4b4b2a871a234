"""`textwrap`: its functions. Tab stops are bounded, because every tab becomes that many spaces."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any, Final

from stdlib_shims.paying import by_size
from stdlib_shims.refusals import TooLarge
from stdlib_shims.run import MAX_WIDTH
from stdlib_shims.weights import MAX_TEXT


def dedent(text: str) -> str:
    """Return text without the space that all its lines begin with."""
    return textwrap.dedent(_require_text(text))


def indent(text: str, prefix: str, predicate: Callable[[str], bool] | None = None) -> str:
    """Return text with a prefix before each line that is not blank, or that `predicate` chooses."""
    lines = _require_text(text).count("\n") + 1
    if lines * len(_require_text(prefix)) > MAX_TEXT:
        raise TooLarge("an indented text", MAX_TEXT, "characters")
    return textwrap.indent(text, prefix, predicate)


def _require_text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError(f"expected str object, not {type(given).__name__!r}")
    return given


class _Wrapper(textwrap.TextWrapper):
    """Breaks a long word only where there is room for a part of it, as from 3.14 on."""

    def _handle_long_word(self, reversed_chunks: list[str], cur_line: list[str], cur_len: int, width: int) -> None:
        if width < 1 or cur_len < width or not self.break_long_words:
            super()._handle_long_word(reversed_chunks, cur_line, cur_len, width)
            if reversed_chunks and not reversed_chunks[-1]:  # of an indent wider than the lines: the real one loops
                del reversed_chunks[-1]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())


def wrap(text: str, width: int = 70, **options: Any) -> list[str]:
    """Return the lines of a paragraph. Raises TooLarge for a tab of over `MAX_WIDTH`."""
    return _make(width, options).wrap(_require_text(text))


def fill(text: str, width: int = 70, **options: Any) -> str:
    """Return a paragraph in lines. Raises TooLarge for a tab of over `MAX_WIDTH`."""
    return _make(width, options).fill(_require_text(text))


def shorten(text: str, width: int, **options: Any) -> str:
    """Return a paragraph in one line, cut where it does not fit. Raises TooLarge for a tab of over `MAX_WIDTH`."""
    return _make(width, {**options, "max_lines": 1}).fill(" ".join(_require_text(text).split()))


def _make(width: int, options: dict[str, Any]) -> _Wrapper:
    if options.get("tabsize", 8) > MAX_WIDTH:
        raise TooLarge("a tab", MAX_WIDTH, "characters")
    return _Wrapper(width, **options)


OFFERS: Final[dict[str, Any]] = {
    **by_size({"dedent": dedent, "indent": indent}, 3),
    **by_size({"fill": fill, "shorten": shorten, "wrap": wrap}, 0),
}

REFUSES: Final[dict[str, str]] = {"TextWrapper": "use textwrap.wrap(text, width, ...) with the same options"}
