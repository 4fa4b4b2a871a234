"""Styled text without a terminal library: spans of (text, style), lines of spans."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

Span = tuple[str, str]
Line = tuple[Span, ...]

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """Return `text` with every control character spelled out, so that no value can steer a terminal."""
    return _CONTROL.sub(lambda match: repr(match[0])[1:-1], text)


def line(*parts: str | Span) -> Line:
    """Return one line of spans; plain text has no style. Control characters are spelled out."""
    return tuple((safe(part), "") if isinstance(part, str) else (safe(part[0]), part[1]) for part in parts)


def lines(text: str, style: str = "", *, indent: str = "") -> list[Line]:
    """Return the lines of `text`, each indented."""
    return [((indent, ""), (safe(row), style)) for row in text.split("\n")]


def plain_text(rows: Iterable[Line]) -> str:
    """Return the lines without their styles."""
    return "".join(f"{''.join(text for text, _ in row).rstrip()}\n" for row in rows)


def cell_width(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Line]:
    """Return a table as aligned text, nothing cut off: for pipes and files, where width is free."""
    cells = [[safe(cell).replace("\n", "\\n") for cell in row] for row in rows]
    widths = [max(map(cell_width, column)) for column in zip(heads, *cells, strict=True)]
    table = [[head.upper() for head in heads], *cells]
    return [((_pad(row, widths), ""),) for row in table]


def _pad(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (f"{cell}{' ' * (width - cell_width(cell))}" for cell, width in zip(row, widths, strict=True))
    return "  ".join(padded).rstrip()
