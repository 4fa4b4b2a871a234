"""Views of dicts whose set operators keep the order."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView
from typing import Any

from stdlib_shims import stand_in
from vm.sandbox.ordered import OrderedSet


class OrderedKeys(KeysView[Any]):
    """`d.keys()` where more may be done with it than iterating: its set operators keep the order."""

    __slots__ = ()

    @classmethod
    def _from_iterable(cls, members: Iterable[Any]) -> Any:
        return OrderedSet(members)

    def __repr__(self) -> str:
        return f"dict_keys({list(self)!r})"

    def __reversed__(self) -> Iterator[Any]:
        return iter([*self][::-1])


class OrderedItems(ItemsView[Any, Any]):
    """`d.items()`, likewise."""

    __slots__ = ()

    @classmethod
    def _from_iterable(cls, members: Iterable[Any]) -> Any:
        return OrderedSet(members)

    def __repr__(self) -> str:
        return f"dict_items({list(self)!r})"

    def __reversed__(self) -> Iterator[Any]:
        return iter([*self][::-1])


for _real, _ours in ((KeysView, OrderedKeys), (ItemsView, OrderedItems)):
    stand_in(_real, _ours)
