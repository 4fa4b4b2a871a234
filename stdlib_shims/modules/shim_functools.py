"""`functools`: what composes functions. What copies or looks up attributes by name is ours or absent."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any, Final

from stdlib_shims.nesting import nested
from stdlib_shims.refusals import Refused
from stdlib_shims.run import Run, owns_function, require_class
from stdlib_shims.spending import ticking
from stdlib_shims.tables import pick
from stdlib_shims.weights import pay_to_hash

REFUSES: Final[dict[str, str]] = {
    "update_wrapper": "it copies any attribute by name; use @functools.wraps(function)",
    "WRAPPER_ASSIGNMENTS": "wraps() copies the name and the docstring",
    "WRAPPER_UPDATES": "wraps() copies the name and the docstring",
    "singledispatch": "it evaluates annotations; use match, or a dict from type to function",
    "singledispatchmethod": "it evaluates annotations; use match, or a dict from type to function",
    "partialmethod": "write the method out",
    "Placeholder": "only newer Pythons have it, and a run must replay on all; write a lambda",
}


def wraps(wrapped: Any) -> Callable[[Any], Any]:
    """Return a decorator that gives a function of this workflow the name and docstring of another.

    Nothing else is copied: `assigned` and `updated` would copy what they name from any object.
    """

    def decorate(wrapper: Any) -> Any:
        if not owns_function(wrapper):
            raise Refused("wraps on what is not a function of this workflow", "put it directly on a `def`")
        for name in ("__name__", "__qualname__", "__doc__"):
            value = getattr(wrapped, name, None)
            if type(value) is str:
                setattr(wrapper, name, value)
        return wrapper

    return decorate


def reduce(function: Callable[[Any, Any], Any], iterable: Iterable[Any], /, *initial: Any) -> Any:
    """Return what a function of two makes of items, one after the other. `initial` comes first, if it is given."""
    return functools.reduce(ticking(function), iterable, *initial)


class cached_property:
    """A property that is computed once per instance and kept in its `__dict__`.

    Ours, because the real one shows a lock on 3.11.
    """

    __slots__ = ("_function", "_name")

    def __init_subclass__(cls) -> None:
        raise Refused("a class derived from cached_property", "use it as it is")

    def __init__(self, func: Callable[[Any], Any]) -> None:
        self._function = func
        self._name: str | None = None

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        if self._name is None:
            raise Refused("a cached_property without a name", "use it as a decorator in a class body")
        kept = instance.__dict__
        if self._name not in kept:
            kept[self._name] = self._function(instance)
        return kept[self._name]


def cmp_to_key(mycmp: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    """Return a sort key that compares by a function."""
    return nested(functools.cmp_to_key(mycmp))


OFFERS: Final[dict[str, Any]] = {
    **pick(functools, "partial"),
    "cmp_to_key": cmp_to_key,
    "cached_property": cached_property,
    "reduce": reduce,
    "wraps": wraps,
}


def lru_cache(maxsize: Any = 128, typed: bool = False) -> Any:
    """Return a decorator that keeps a function's latest results; used bare, decorate at once.

    Raises:
        Refused: What is decorated is not a function of this workflow: the cache would outlive the run.
    """
    if callable(maxsize):
        return _cached(maxsize, 128, typed)
    return lambda function: _cached(function, maxsize, typed)


def cache(function: Any, /) -> Any:
    """Keep all results of a function. Raises as `lru_cache` does."""
    return _cached(function, None, False)


def _cached(function: Any, maxsize: int | None, typed: bool) -> Any:
    if not owns_function(function):
        raise Refused("a cache over what is not a function of this workflow", "put it directly on a `def`")
    cached = functools.lru_cache(maxsize, typed)(function)

    @functools.wraps(function, updated=())
    def call(*args: Any, **kwargs: Any) -> Any:
        pay_to_hash(args)
        if kwargs:
            pay_to_hash((*kwargs.values(),))
        return cached(*args, **kwargs)

    call.cache_info, call.cache_clear = cached.cache_info, cached.cache_clear  # type: ignore[attr-defined]
    call.cache_parameters = cached.cache_parameters  # type: ignore[attr-defined]
    return call


OFFERS.update(lru_cache=lru_cache, cache=cache)


def bind(run: Run) -> dict[str, Any]:
    """Return `total_ordering` for the run's own classes."""

    def total_ordering(cls: Any) -> Any:
        require_class(run, cls, "total_ordering")
        return functools.total_ordering(cls)

    return {"total_ordering": total_ordering}
