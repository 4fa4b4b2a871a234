"""`difflib`: comparison of texts and sequences, of bounded length: the work grows with the square."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from stdlib_shims.refusals import TooLarge
from stdlib_shims.spending import charge
from stdlib_shims.tables import pick
from stdlib_shims.weights import pay_to_hash

MAX_COMPARED: Final = 20_000


def _bounded(sequence: Any) -> Any:
    if len(sequence) > MAX_COMPARED:
        raise TooLarge("a sequence to compare", MAX_COMPARED, "items")
    for item in sequence:
        pay_to_hash(item)
    return sequence


def IS_LINE_JUNK(line: str) -> bool:
    """Tell whether a line is blank, or holds one `#` and nothing else."""
    return line.strip() in ("", "#")


def IS_CHARACTER_JUNK(ch: str, ws: str = " \t") -> bool:
    """Tell whether a character is a space or a tab."""
    return ch in ws


class SequenceMatcher(difflib.SequenceMatcher[Any]):
    """`difflib.SequenceMatcher`, whose junk is listed in the order of the sequence.

    Raises:
        TooLarge: A sequence has over `MAX_COMPARED` items.
    """

    def set_seq1(self, a: Sequence[Any]) -> None:
        super().set_seq1(_bounded(a))

    def set_seq2(self, b: Sequence[Any]) -> None:
        super().set_seq2(_bounded(b))
        # Sets by origin, whose order changes with the process; only `in` is asked of them inside.
        for name in ("bjunk", "bpopular"):
            found = getattr(self, name)
            setattr(self, name, {item: True for item in b if item in found})

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Any:
        """Pay for each pair of equal items, and look for the longest run of them."""
        where: dict[Any, list[int]] = self.b2j  # type: ignore[attr-defined]
        items: Sequence[Any] = self.a[alo:ahi]  # type: ignore[attr-defined]
        charge(sum(len(where.get(item, ())) for item in items) >> 1)
        return super().find_longest_match(alo, ahi, blo, bhi)


def _pay_for_pairs(a: Sequence[Any], b: Sequence[Any]) -> None:
    """Pay for what `Differ` does with lines that only one side has: it compares each with each."""
    lines, others = dict.fromkeys(a), dict.fromkeys(b)
    charge(sum(line not in others for line in a) * sum(line not in lines for line in b) << 3)


class Differ:
    """Compares lines, and shows where inside a line the differences are."""

    __slots__ = ("_differ",)

    def __init__(
        self, linejunk: Callable[[str], bool] | None = None, charjunk: Callable[[str], bool] | None = None
    ) -> None:
        self._differ = difflib.Differ(linejunk, charjunk)

    def compare(self, a: Sequence[str], b: Sequence[str]) -> Iterator[str]:
        """Yield the lines of both, marked. Raises TooLarge past `MAX_COMPARED` lines."""
        _pay_for_pairs(_bounded(a), _bounded(b))
        return self._differ.compare(a, b)


def ndiff(
    a: Sequence[str],
    b: Sequence[str],
    linejunk: Callable[[str], bool] | None = None,
    charjunk: Callable[[str], bool] | None = IS_CHARACTER_JUNK,
) -> Iterator[str]:
    """Yield the lines of both, marked. Raises TooLarge past `MAX_COMPARED` lines."""
    return Differ(linejunk, charjunk).compare(a, b)


def _diff(name: str) -> Callable[..., Iterator[str]]:
    real = getattr(difflib, name)

    def diff(
        a: Sequence[str],
        b: Sequence[str],
        fromfile: str = "",
        tofile: str = "",
        fromfiledate: str = "",
        tofiledate: str = "",
        n: int = 3,
        lineterm: str = "\n",
    ) -> Iterator[str]:
        """Yield the lines of a diff. Raises TooLarge past `MAX_COMPARED` lines."""
        lines: Iterator[str] = real(_bounded(a), _bounded(b), fromfile, tofile, fromfiledate, tofiledate, n, lineterm)
        return lines

    diff.__name__ = diff.__qualname__ = name
    return diff


def get_close_matches(word: Sequence[Any], possibilities: Iterable[Any], n: int = 3, cutoff: float = 0.6) -> list[Any]:
    """Return the candidates most like a word, best first. Raises TooLarge past `MAX_COMPARED` characters."""
    others = [_bounded(other) for other in possibilities]
    charge(sum([len(other) for other in others]) + len(_bounded(word)) * len(others))
    return difflib.get_close_matches(word, others, n, cutoff)


OFFERS: Final[dict[str, Any]] = {
    **pick(difflib, "Match restore"),
    "IS_CHARACTER_JUNK": IS_CHARACTER_JUNK,
    "IS_LINE_JUNK": IS_LINE_JUNK,
    "Differ": Differ,
    "SequenceMatcher": SequenceMatcher,
    "context_diff": _diff("context_diff"),
    "get_close_matches": get_close_matches,
    "ndiff": ndiff,
    "unified_diff": _diff("unified_diff"),
}

REFUSES: Final[dict[str, str]] = {
    "HtmlDiff": "make pages inside a step",
    "diff_bytes": "decode the lines, and use unified_diff",
}
