"""asyncio's locks, events, conditions, barriers and queues: the core's, made without naming a run."""

from __future__ import annotations

from types import GenericAlias

from vm.core import conditions, sync
from vm.sandbox.faces.binding import current_kernel


class Event(sync.Event):
    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(current_kernel())


class Lock(sync.Lock):
    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(current_kernel())


class Condition(conditions.Condition):
    __slots__ = ()

    def __init__(self, lock: sync.Lock | None = None) -> None:
        super().__init__(current_kernel(), lock)


class Semaphore(sync.Semaphore):
    __slots__ = ()

    def __init__(self, value: int = 1) -> None:
        super().__init__(current_kernel(), value)


class BoundedSemaphore(sync.Semaphore):
    __slots__ = ()

    def __init__(self, value: int = 1) -> None:
        super().__init__(current_kernel(), value, is_bounded=True)


class Barrier(conditions.Barrier):
    __slots__ = ()

    def __init__(self, parties: int) -> None:
        super().__init__(current_kernel(), parties)


class _Named:
    """What all queues share: made of a size alone, and subscripted in annotations."""

    __slots__ = ()

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
}
