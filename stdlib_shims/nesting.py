"""How deep objects of C that hold one another may stand: each is a frame of C when the outermost is asked, or dropped.

Containers are not among them: the interpreter drops those one after another.
"""

from __future__ import annotations

import functools
import gc
import itertools
import operator
from collections.abc import Callable, Iterable
from types import GeneratorType
from typing import Any, Final

from stdlib_shims.refusals import TooLarge

MAX_NESTED: Final = 100

_OF_ITERTOOLS: Final = """
    accumulate chain combinations combinations_with_replacement compress count cycle dropwhile filterfalse
    groupby islice pairwise permutations product repeat starmap takewhile tee zip_longest
    """.split()  # noqa: SIM905 - as the tables of faces are written
LAZY: Final = frozenset(
    (
        *(map, filter, zip, enumerate, reversed, slice, operator.itemgetter, GeneratorType),
        *(kind for name in _OF_ITERTOOLS if isinstance(kind := getattr(itertools, name), type)),
        type(itertools.tee(())[0]),
        type(iter(int, 1)),
        type(functools.cmp_to_key(int)),
        type(next(iter(itertools.groupby((1,))))[1]),
    )
)
"""Kinds of which one can hold another of them directly."""

_ROWS: Final = frozenset((tuple, list))
HOLDING: Final = LAZY | {type(iter(())), type(iter([]))}
"""These, and what holds them in a row."""

_THROUGH: Final = HOLDING - LAZY | _ROWS
"""Kinds that are looked through: what an iterator holds its sources in."""


def is_too_deep(sources: Iterable[Any]) -> bool:
    """Whether one more around these would stand too deep."""
    if HOLDING.isdisjoint(map(type, sources)):
        return False
    level = [source for source in sources if type(source) in HOLDING]
    for _ in range(MAX_NESTED):
        if not level:
            return False
        level = _inside(level)
    return True


def _inside(level: list[Any]) -> list[Any]:
    """Return the objects within those of a level, each once."""
    found: dict[int, Any] = {}
    queue = [item for outer in level for item in gc.get_referents(outer)]
    for _ in range(_STEPS):
        following: list[Any] = []
        for item in queue:
            kind = type(item)
            if kind in LAZY:
                found[id(item)] = item
            elif kind in _THROUGH and (kind not in _ROWS or len(item) <= _MANY):
                following += gc.get_referents(item)
        if not following:
            break
        queue = following
    return list(found.values())


_MANY: Final = 1_000  # items that nobody looks through
_STEPS: Final = 3  # an iterator of a list, the list, what is in it


def nested(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return what makes an object of `LAZY`, for a face: it refuses to make one that stands too deep."""

    @functools.wraps(function, updated=())
    def make(*args: Any, **kwargs: Any) -> Any:
        if is_too_deep((*args, *kwargs.values())):
            raise TooLarge("a chain of objects that hold one another", MAX_NESTED, "of them")
        return function(*args, **kwargs)

    return make
