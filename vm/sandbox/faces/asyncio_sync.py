"""asyncio's locks, events, conditions, barriers and queues: the core's, made without naming a run."""

from __future__ import annotations

from types import GenericAlias
from typing import Any, Final

from stdlib_shims.spending import charge
from stdlib_shims.weights import pay_to_show
from vm.core import conditions, sync
from vm.sandbox.faces.binding import current_kernel

_SHOWN: Final = 100
_TEXT_SHIFT: Final = 4
"""What showing a queue costs, with each so many characters (two to the power of it) of what it holds."""


class _Shown:
    """What is told of where it stands, as asyncio does; without an address."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<asyncio.locks.{type(self).__name__} object [{self._tell()}]>"

    def _tell(self) -> str:
        raise AssertionError("each kind tells what it knows")


def _waiting(line: sync._Line) -> str:
    return f", waiters:{len(line._waiting)}" if line._waiting else ""


class Event(_Shown, sync.Event):
    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(current_kernel())

    def _tell(self) -> str:
        return f"{'set' if self.is_set() else 'unset'}{_waiting(self._line)}"


class Lock(_Shown, sync.Lock):
    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(current_kernel())

    def _tell(self) -> str:
        return f"{'locked' if self.locked() else 'unlocked'}{_waiting(self._line)}"


class Condition(_Shown, conditions.Condition):
    __slots__ = ()

    def __init__(self, lock: sync.Lock | None = None) -> None:
        super().__init__(current_kernel(), lock)

    def _tell(self) -> str:
        return f"{'locked' if self.locked() else 'unlocked'}{_waiting(self._line)}"


class _Counted(_Shown):
    __slots__ = ()

    _line: sync._Permits

    def _tell(self) -> str:
        return f"{'locked' if not self._line.free else f'unlocked, value:{self._line.free}'}{_waiting(self._line)}"


class Semaphore(_Counted, sync.Semaphore):
    __slots__ = ()

    def __init__(self, value: int = 1) -> None:
        super().__init__(current_kernel(), value)


class BoundedSemaphore(_Counted, sync.Semaphore):
    __slots__ = ()

    def __init__(self, value: int = 1) -> None:
        super().__init__(current_kernel(), value, is_bounded=True)


class Barrier(_Shown, conditions.Barrier):
    __slots__ = ()

    def __init__(self, parties: int) -> None:
        super().__init__(current_kernel(), parties)

    def _tell(self) -> str:
        waiters = "" if self.broken else f", waiters:{self.n_waiting}/{self.parties}"
        return f"{self._phase.name.lower()}{waiters}"


class _Named:
    """What all queues share: made of a size alone, subscripted in annotations, and shown with what is in it."""

    __slots__ = ()

    def __repr__(self: Any) -> str:
        told = [f"maxsize={self.maxsize}"]
        if self._items:
            items = list(self._items)
            pay_to_show(items)
            told.append(f"_queue={items!r}")
            charge(_SHOWN + (len(told[-1]) >> _TEXT_SHIFT))  # queues in queues: nobody else weighs what they show
        told += [f"_getters[{len(self._getters._waiting)}]"] if self._getters._waiting else []
        told += [f"_putters[{len(self._putters._waiting)}]"] if self._putters._waiting else []
        told += [f"tasks={self._unfinished}"] if self._unfinished else []
        return f"<{type(self).__name__} {' '.join(told)}>"

    def __class_getitem__(cls, item: object) -> GenericAlias:
        return GenericAlias(cls, item)


class Queue(_Named, sync.Queue):
    __slots__ = ()

    def __init__(self, maxsize: int = 0) -> None:
        super().__init__(current_kernel(), maxsize)


class LifoQueue(_Named, sync.LifoQueue):
    __slots__ = ()

    def __init__(self, maxsize: int = 0) -> None:
        super().__init__(current_kernel(), maxsize)


class PriorityQueue(_Named, sync.PriorityQueue):
    __slots__ = ()

    def __init__(self, maxsize: int = 0) -> None:
        super().__init__(current_kernel(), maxsize)


OFFERS = {
    "Event": Event,
    "Lock": Lock,
    "Condition": Condition,
    "Semaphore": Semaphore,
    "BoundedSemaphore": BoundedSemaphore,
    "Barrier": Barrier,
    "BrokenBarrierError": conditions.BrokenBarrierError,
    "Queue": Queue,
    "LifoQueue": LifoQueue,
    "PriorityQueue": PriorityQueue,
    "QueueEmpty": sync.QueueEmpty,
    "QueueFull": sync.QueueFull,
    "QueueShutDown": sync.QueueShutDown,
}
