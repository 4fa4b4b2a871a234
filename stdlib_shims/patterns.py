"""Which regular expressions are refused: those whose matching may take exponential time.

The engine backtracks: where a loop can read the same text in two ways, a text of n characters that does not
match is tried in 2**n ways, in C, where nothing can stop it. So a pattern's positions (its one-character
items) are put into a graph of which can follow which, and inside every loop the followers of a position must
be told apart by one character. That refuses `(a+)+`, `(a|a)*`, `(\\w+\\s?)*`, and a few harmless ones such as
`(?:a?ab)*`; it takes `(?:\\w+,)*`, `(?:[^"\\\\]|\\\\.)*`. A possessive quantifier or an atomic group, which
never give back what they took, is a single item: `(?:\\w++\\s?)*` is the way out that always exists.

What is left takes polynomial time; its degree, estimated from the loops that can pass text on to each other,
bounds the length of the text.

Rejected: a time limit (another machine would give another answer), a linear engine (a dependency, with other
matches), a nesting rule alone (it refuses the two examples above).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from stdlib_shims.refusals import Refused, TooLarge
from stdlib_shims.tables import words

MAX_PATTERN: Final = 10_000
MAX_POSITIONS: Final = 4_000
MAX_DEGREE: Final = 5
TEXT_LIMITS: Final = (1_000_000, 1_000_000, 40_000, 1_800, 350, 130, 70)
"""The longest text, in characters, by the degree of the time that a search may take: two seconds at worst."""

_COPIES: Final = 64  # counted repeats up to here are written out
_FEW: Final = 3  # counted repeats over this are loops to the estimate of the degree
_MAX_TORN: Final = 24  # choices outside loops, each of which may double the work

_parser: Any = re._parser  # type: ignore[attr-defined]  # the one that the engine itself uses
_WITHIN: Final = frozenset(words("ANY LITERAL NOT_LITERAL IN RANGE CATEGORY"))
# One of each kind; the rest of the sample are the characters that a pattern names.
_SAMPLE: Final = (*map(chr, range(128)), *"\xa0\xe9\xd7\u0660\u2003\u20ac\u4e2d\U0001f600")

Nodes = Sequence[tuple[Any, Any]]


class Verdict(NamedTuple):
    """What is known of a pattern. A match at one place takes `n ** degree` turns at most; a search, n times that."""

    is_ambiguous: bool
    degree: int


class _Part(NamedTuple):
    """A piece of the graph: where it begins and ends, and in how many ways it matches nothing (2 is many)."""

    first: tuple[int, ...]
    last: tuple[int, ...]
    empty_ways: int


_NOTHING: Final = _Part((), (), 1)


def check_pattern(pattern: Any, flags: int = 0) -> Verdict | None:
    """Return what is known of a pattern, or None of one that does not parse: the engine says why.

    Raises:
        Refused: Its time may be exponential.
        TooLarge: It is longer than `MAX_PATTERN`, or has over `MAX_POSITIONS` items.
    """
    if len(pattern) > MAX_PATTERN:
        raise TooLarge("a pattern", MAX_PATTERN, "characters")
    try:
        verdict = _judge(pattern, flags)
    except (re.error, OverflowError, RecursionError):
        return None
    if verdict is None:
        raise TooLarge("a pattern written out", MAX_POSITIONS, "items")
    if verdict.is_ambiguous:
        raise Refused(
            f"the pattern {pattern!r}",
            "it can read the same text in many ways, which takes exponential time; make what a loop holds "
            "differ by its first character, or write a possessive quantifier such as ++ inside the loop",
        )
    return verdict


@lru_cache(maxsize=512)
def _judge(pattern: Any, flags: int) -> Verdict | None:
    parsed = _parser.parse(pattern, flags)
    graph = _Graph(parsed, int(parsed.state.flags))
    graph.add(parsed, graph.flags)
    if len(graph.masks) > MAX_POSITIONS:
        return None
    return graph.judge()


class _Graph:
    """The positions of a pattern: `masks[p]` says which characters of the sample p takes, one bit each."""

    def __init__(self, parsed: Any, flags: int) -> None:
        named = {chr(point) for number in _numbers(parsed) for point in range(number - 1, number + 2)}
        self.sample = (*dict.fromkeys((*_SAMPLE, *sorted(named))),)
        self.everything = (1 << len(self.sample)) - 1
        self.flags = flags
        self.masks: list[int] = []
        self.follow: list[list[int]] = []
        self.loops: list[tuple[int, int]] = []
        self.is_ambiguous = False
        self._empties = 0  # pieces that match nothing in several ways
        self._known_masks: dict[str, int] = {}

    # ---- building

    def add(self, nodes: Nodes, flags: int) -> _Part:
        whole = _NOTHING
        for code, argument in nodes:
            whole = self._join(whole, self._add_node(str(code), argument, flags))
        return whole

    def _add_node(self, code: str, argument: Any, flags: int) -> _Part:
        if code in _WITHIN:
            return self._add_position(self._mask(code, argument, flags))
        if len(self.masks) > MAX_POSITIONS:
            return _NOTHING
        if code in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._add_repeat(argument, flags)
        if code in ("POSSESSIVE_REPEAT", "ATOMIC_GROUP"):
            return self._add_atomic(code, argument, flags)
        if code == "SUBPATTERN":
            _, added, removed, inner = argument
            return self.add(inner, (flags | added) & ~removed)
        return self._add_other(code, argument, flags)

    def _add_other(self, code: str, argument: Any, flags: int) -> _Part:
        if code == "BRANCH":
            return self._add_branches([list(branch) for branch in argument[1]], flags)
        if code == "GROUPREF_EXISTS":
            return self._add_branches([list(argument[1]), list(argument[2] or ())], flags)
        if code == "GROUPREF":
            found = self._add_position(self.everything)
            return found._replace(empty_ways=1)
        if code in ("ASSERT", "ASSERT_NOT"):
            self.add(argument[1], flags)
        return _NOTHING  # AT, and lookaround: nothing is read

    def _add_position(self, mask: int) -> _Part:
        self.masks.append(mask)
        self.follow.append([])
        position = len(self.masks) - 1
        return _Part((position,), (position,), 0)

    def _add_atomic(self, code: str, argument: Any, flags: int) -> _Part:
        inner = argument if code == "ATOMIC_GROUP" else argument[2]
        part = self.add(inner, flags)
        mask = 0
        for position in part.first:
            mask |= self.masks[position]
        can_skip = part.empty_ways or (code == "POSSESSIVE_REPEAT" and argument[0] == 0)
        return self._add_position(mask)._replace(empty_ways=1 if can_skip else 0)

    def _add_branches(self, branches: list[list[Any]], flags: int) -> _Part:
        """Add alternatives, those that begin alike as one: `foo|far` is `f(?:oo|ar)`."""
        parts = []
        for head, rests in _grouped(branches):
            if head is None:
                parts.extend([_NOTHING] * len(rests))
            elif len(rests) == 1:
                parts.append(self.add([head, *rests[0]], flags))
            else:
                begun = self._add_node(str(head[0]), head[1], flags)
                parts.append(self._join(begun, self._add_branches(rests, flags)))
        first = tuple(p for part in parts for p in part.first)
        last = tuple(p for part in parts for p in part.last)
        return self._counted(_Part(first, last, sum(part.empty_ways for part in parts)))

    def _add_repeat(self, argument: Any, flags: int) -> _Part:
        low, high, inner = argument
        if high == 0:
            return _NOTHING
        if high <= _COPIES:
            return self._add_copies(low, high, inner, flags)
        begin, empties = len(self.masks), self._empties
        part = self.add(inner, flags)
        self._connect(part.last, part.first)
        self.loops.append((begin, len(self.masks)))
        # Judged now, before anything outside can follow the loop's positions.
        if self._empties > empties or self._is_torn_since(begin):
            self.is_ambiguous = True
        if low > 1:
            part = self._join(self._add_copies(1, 1, inner, flags), part)
        return part if low else self._counted(part._replace(empty_ways=part.empty_ways + 1))

    def _add_copies(self, low: int, high: int, inner: Nodes, flags: int) -> _Part:
        begin = len(self.masks)
        copies = []
        for _ in range(high):
            copies.append(self.add(inner, flags))
            if len(self.masks) > MAX_POSITIONS:
                return _NOTHING
        whole = _NOTHING
        for index in reversed(range(high)):
            whole = self._join(copies[index], whole)
            if index >= low:
                whole = self._counted(whole._replace(empty_ways=whole.empty_ways + 1))
        if high > _FEW and not self._is_torn_since(begin):
            self.loops.append((begin, len(self.masks)))
        return whole

    def _counted(self, part: _Part) -> _Part:
        if part.empty_ways < 2:
            return part
        self._empties += 1
        return part._replace(empty_ways=2)

    def _join(self, left: _Part, right: _Part) -> _Part:
        self._connect(left.last, right.first)
        first = left.first + right.first if left.empty_ways else left.first
        last = left.last + right.last if right.empty_ways else right.last
        return _Part(first, last, min(2, left.empty_ways * right.empty_ways))

    def _connect(self, last: Sequence[int], first: Sequence[int]) -> None:
        for position in last:
            self.follow[position].extend(first)

    # ---- judging

    def _is_torn_since(self, begin: int) -> bool:
        return any(self._is_torn(followers) for followers in self.follow[begin:])

    def judge(self) -> Verdict:
        inside = {position for loop in self.loops for position in range(*loop)}
        torn = sum(self._is_torn(f) for position, f in enumerate(self.follow) if position not in inside)
        degree = self._degree()
        return Verdict(self.is_ambiguous or torn + self._empties > _MAX_TORN or degree > MAX_DEGREE, degree)

    def _is_torn(self, followers: Sequence[int]) -> bool:
        """Tell whether one character can go to two followers."""
        seen = 0
        for position in followers:
            if self.masks[position] & seen:
                return True
            seen |= self.masks[position]
        return False

    def _degree(self) -> int:
        """Return the length of the longest chain of loops that can pass text on to each other."""
        loops = [loop for loop in self.loops if not any(_is_inside(loop, other) for other in self.loops)]
        unions = [self._union(begin, end) for begin, end in loops]
        chains: list[int] = []
        for j, loop in enumerate(loops):
            before = (chains[i] for i in range(j) if self._leads(loops[i], unions[i], loop, unions[j]))
            chains.append(1 + max(before, default=0))
        return max(chains, default=0)

    def _union(self, begin: int, end: int) -> int:
        union = 0
        for position in range(begin, end):
            union |= self.masks[position]
        return union

    def _leads(self, loop: tuple[int, int], mask: int, other: tuple[int, int], other_mask: int) -> bool:
        """Tell whether a text can be read by both loops, and on the way from one to the other."""
        both = mask & other_mask
        left = list(range(*loop)) if both else []
        seen = set(left)
        while left:
            for position in self.follow[left.pop()]:
                if position in seen or not self.masks[position] & both:
                    continue
                if other[0] <= position < other[1]:
                    return True
                seen.add(position)
                left.append(position)
        return False

    # ---- characters

    def _mask(self, code: str, argument: Any, flags: int) -> int:
        key = f"{code} {argument} {flags}"
        if key not in self._known_masks:
            taken = (self._takes(code, argument, character, flags) for character in self.sample)
            self._known_masks[key] = sum(1 << bit for bit, is_taken in enumerate(taken) if is_taken)
        return self._known_masks[key]

    def _takes(self, code: str, argument: Any, character: str, flags: int) -> bool:
        if code == "ANY":
            return bool(flags & re.DOTALL) or character != "\n"
        forms = {character, character.lower(), character.upper()} if flags & re.IGNORECASE else {character}
        points = [ord(form) for form in forms if len(form) == 1]
        if code == "IN":
            return self._is_in(argument, character, points, flags)
        return any(_is_item(code, argument, character, point, flags) for point in points)

    def _is_in(self, items: Nodes, character: str, points: list[int], flags: int) -> bool:
        is_negated = str(items[0][0]) == "NEGATE"
        found = any(
            _is_item(str(code), argument, character, point, flags)
            for code, argument in items[is_negated:]
            for point in points
        )
        return found is not is_negated


def _is_item(code: str, argument: Any, character: str, point: int, flags: int) -> bool:
    if code == "LITERAL":
        return bool(point == argument)
    if code == "NOT_LITERAL":
        return bool(point != argument)
    if code == "RANGE":
        return bool(argument[0] <= point <= argument[1])
    return _is_category(str(argument), character, bool(flags & re.ASCII) or not flags & re.UNICODE)


def _is_category(category: str, character: str, is_ascii: bool) -> bool:
    kind = category.removeprefix("CATEGORY_")
    inside = {"DIGIT": str.isdecimal, "SPACE": str.isspace, "WORD": _is_word}[kind.removeprefix("NOT_")]
    found = inside(character) and (character.isascii() or not is_ascii)
    return found is not kind.startswith("NOT_")


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _numbers(parsed: Any) -> Iterator[int]:
    """Yield the code points beyond ASCII in a parsed pattern, and harmless other numbers."""
    left = [parsed]
    while left:
        found = left.pop()
        if isinstance(found, int):
            yield from (found,) if 128 <= found < sys.maxunicode else ()
        elif found is not None and not isinstance(found, str):
            left.extend(found)


def _grouped(branches: list[list[Any]]) -> Iterator[tuple[Any, list[list[Any]]]]:
    """Yield (first item or None, what follows it in each branch that begins with it)."""
    groups: dict[str, tuple[Any, list[list[Any]]]] = {}
    for branch in branches:
        head = branch[0] if branch else None
        key = "" if head is None else repr(head)
        groups.setdefault(key, (head, []))[1].append(branch[1:])
    yield from groups.values()


def _is_inside(loop: tuple[int, int], other: tuple[int, int]) -> bool:
    return loop != other and other[0] <= loop[0] and loop[1] <= other[1]
