"""`collections`: the real containers, and `namedtuple` with its field names checked."""

from __future__ import annotations

import collections
import reprlib
import sys
from collections.abc import Iterable
from typing import Any, Final

from stdlib_shims.face import Face
from stdlib_shims.modules import shim_collections_abc
from stdlib_shims.names import check_field
from stdlib_shims.refusals import Refused
from stdlib_shims.standing import Standing
from stdlib_shims.tables import pick, refuse
from stdlib_shims.weights import in_parts


class OrderedDict(collections.OrderedDict[Any, Any]):
    """`collections.OrderedDict`, which shows itself as it does from 3.12 on."""

    @reprlib.recursive_repr()
    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(self) if self else ''})"


class Counter(collections.Counter[Any], metaclass=Standing):
    """`collections.Counter`, which pays for hashing what it counts."""

    def __new__(cls, *items: Any, **counts: Any) -> Any:
        if cls is Counter:
            return collections.Counter(*map(in_parts, items), **counts)
        return dict.__new__(cls)

    def __init__(self, *items: Any, **counts: Any) -> None:
        super().__init__(*map(in_parts, items), **counts)


def namedtuple(
    typename: str,
    field_names: str | Iterable[str],
    *,
    rename: bool = False,
    defaults: Iterable[Any] | None = None,
    module: None = None,
) -> type:
    """Return a tuple class with named fields, as `collections.namedtuple` does.

    Raises:
        Refused: A name is not plain text, or is one of the interpreter's own; `module` is given.
    """
    if module is not None:
        raise Refused("namedtuple(module=...)", "the class belongs to the file that makes it")
    check_field(typename, "a namedtuple")
    fields = split_fields(field_names)
    for field in fields:
        if not rename or (type(field) is str and field.isidentifier() and not field.startswith("_")):
            check_field(field, f"namedtuple {typename}")
    caller = sys._getframe(1).f_globals["__name__"]
    made: type = with_replace(collections.namedtuple(typename, fields, rename=rename, defaults=defaults, module=caller))
    return made


def with_replace(cls: Any) -> Any:
    """Return a tuple class whose `_replace` raises, for a name that is no field, what it does from 3.13 on."""
    cls._replace = _replace
    return cls


def _replace(self: Any, /, **kwds: Any) -> Any:
    """Return a new one with specified fields replaced with new values."""
    made = self._make(kwds.pop(field, value) for field, value in zip(self._fields, self, strict=True))
    if kwds:
        raise TypeError(f"Got unexpected field names: {list(kwds)!r}")
    return made


def split_fields(field_names: str | Iterable[str]) -> list[str]:
    """Return field names as a list; a text holds them between spaces or commas."""
    if type(field_names) is str:
        return field_names.replace(",", " ").split()
    return list(field_names)


OFFERS: Final[dict[str, Any]] = {
    **pick(collections, "ChainMap defaultdict deque"),
    "Counter": Counter,
    "OrderedDict": OrderedDict,
    "namedtuple": namedtuple,
    "abc": Face("collections.abc", shim_collections_abc.OFFERS, shim_collections_abc.REFUSES),
}

REFUSES: Final[dict[str, str]] = {
    "UserDict": "derive from dict, or from collections.abc.MutableMapping",
    "UserList": "derive from list, or from collections.abc.MutableSequence",
    "UserString": "derive from str",
    **refuse(" ".join(shim_collections_abc.OFFERS), "it lives in collections.abc"),
}
