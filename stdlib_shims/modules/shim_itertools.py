"""`itertools`: the real ones where they end, generators of ours where they may not.

An endless iterator in C cannot be stopped by anything; a Python loop can be counted, turn by turn.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from stdlib_shims.nesting import nested
from stdlib_shims.refusals import Refused, TooLarge
from stdlib_shims.run import MAX_WIDTH, Run, require_items
from stdlib_shims.spending import charge, charge_items, ticking
from stdlib_shims.tables import pick
from stdlib_shims.weights import SCALARS, weigh


def batched(iterable: Iterable[Any], n: int, *, strict: bool = False) -> Iterator[tuple[Any, ...]]:
    """Yield tuples of n items, the last one shorter (3.12's, for every Python).

    Raises:
        Refused: `n` is under one, or the last batch is short and `strict` is set.
    """
    if n < 1:
        raise Refused("batched of fewer than one", "give n of at least 1")
    return _batches(iter(iterable), n, strict)


def _batches(source: Iterator[Any], n: int, strict: bool) -> Iterator[tuple[Any, ...]]:
    while batch := tuple(itertools.islice(source, n)):
        if strict and len(batch) < n:
            raise Refused("a short last batch", "leave out strict=True")
        yield batch


class chain:
    """`itertools.chain`, which is called, and has one method."""

    def __new__(cls, *iterables: Iterable[Any]) -> Any:
        return _chain(*iterables)

    @staticmethod
    def from_iterable(iterable: Iterable[Any], /) -> Any:
        return _from_iterable(iter(iterable))  # what is in a list is asked, too


_chain: Final = nested(itertools.chain)
_from_iterable: Final = nested(itertools.chain.from_iterable)

OFFERS: Final[dict[str, Any]] = {
    **{name: nested(function) for name, function in pick(itertools, "compress islice pairwise zip_longest").items()},
    "batched": nested(batched),
    "chain": chain,
}

REFUSES: Final[dict[str, str]] = {}


def tee(iterable: Iterable[Any], n: int = 2, /) -> tuple[Iterator[Any], ...]:
    """Return n iterators over one. Raises TooLarge past `MAX_WIDTH`."""
    if n > MAX_WIDTH:
        raise TooLarge("tee", MAX_WIDTH, "iterators")
    return itertools.tee(iterable, n)


OFFERS["tee"] = nested(tee)


def bind(run: Run) -> dict[str, Any]:
    """Return the iterators that have no end, or none in sight. Each turn is a tick of the run's fuel."""
    tick: Callable[[], object] = getattr(run, "tick", _no_fuel)
    wrap = _make_counted(tick) if hasattr(run, "tick") else iter
    return {**_endless(tick), **_combinatoric(wrap), **_calling(wrap)}


Wrap = Callable[[Iterator[Any]], Iterator[Any]]
"""Gives back an iterator, each turn of which is paid for."""


def _make_counted(tick: Callable[[], object]) -> Wrap:
    def counted(results: Iterator[Any]) -> Iterator[Any]:
        for result in results:
            tick()
            yield result

    return counted


def _calling(wrap: Wrap) -> dict[str, Any]:
    """Return those that call a function for each item: one in C, `items.append`, may make longer what it goes over."""

    def over(function: Any, iterable: Iterable[Any]) -> Iterable[Any]:
        return iterable if ticking(function) is function else wrap(iter(iterable))

    def accumulate(iterable: Iterable[Any], func: Any = None, *, initial: Any = None) -> Iterator[Any]:
        return itertools.accumulate(over(func, iterable), func, initial=initial)

    def dropwhile(predicate: Any, iterable: Iterable[Any], /) -> Iterator[Any]:
        return itertools.dropwhile(predicate, over(predicate, iterable))

    def filterfalse(function: Any, iterable: Iterable[Any], /) -> Iterator[Any]:
        return itertools.filterfalse(function, over(function, iterable))

    def groupby(iterable: Iterable[Any], key: Any = None) -> Iterator[tuple[Any, Any]]:
        def compared(value: Any) -> Any:
            found = value if key is None else key(value)
            if type(found) not in SCALARS:
                charge(weigh(found, "__eq__") >> 3)
            return found

        return itertools.groupby(over(key, iterable), compared)

    def starmap(function: Any, iterable: Iterable[Any], /) -> Iterator[Any]:
        return itertools.starmap(function, over(function, iterable))

    def takewhile(predicate: Any, iterable: Iterable[Any], /) -> Iterator[Any]:
        return itertools.takewhile(predicate, over(predicate, iterable))

    functions: tuple[Callable[..., Any], ...] = (accumulate, dropwhile, filterfalse, groupby, starmap, takewhile)
    return {function.__name__: nested(function) for function in functions}


def _combinatoric(wrap: Wrap) -> dict[str, Any]:
    """Return those whose number of results grows beyond all bounds; their pools are bounded."""

    def product(*iterables: Iterable[Any], repeat: int = 1) -> Iterator[Any]:
        for iterable in iterables:
            charge_items(iterable, _PER_ITEM)
        pools = tuple(map(tuple, iterables))
        require_items(len(pools) * repeat, "product")
        return wrap(itertools.product(*pools, repeat=repeat))

    def permutations(iterable: Iterable[Any], r: int | None = None) -> Iterator[Any]:
        return wrap(itertools.permutations(charge_items(iterable, _PER_ITEM), r))

    def combinations(iterable: Iterable[Any], r: int) -> Iterator[Any]:
        require_items(r, "a combination")
        return wrap(itertools.combinations(charge_items(iterable, _PER_ITEM), r))

    def combinations_with_replacement(iterable: Iterable[Any], r: int) -> Iterator[Any]:
        require_items(r, "a combination")
        return wrap(itertools.combinations_with_replacement(charge_items(iterable, _PER_ITEM), r))

    functions: tuple[Callable[..., Any], ...] = (product, permutations, combinations, combinations_with_replacement)
    return {function.__name__: nested(function) for function in functions}


_PER_ITEM: Final = 3  # items that are a unit, as a power of two


def _endless(tick: Callable[[], object]) -> dict[str, Any]:

    def count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
        while True:
            tick()
            yield start
            start = start + step

    def cycle(iterable: Iterable[Any], /) -> Iterator[Any]:
        saved = []
        for item in iterable:
            saved.append(item)
            yield item
        while saved:
            for item in saved:
                tick()
                yield item

    def repeat(object: Any, times: int | None = None) -> Iterator[Any]:
        left = -1 if times is None else max(times, 0)
        while left:
            tick()
            yield object
            left -= 1

    return {"count": count, "cycle": nested(cycle), "repeat": repeat}


def _no_fuel() -> None:
    """Stand in for the fuel of a run that counts none."""
