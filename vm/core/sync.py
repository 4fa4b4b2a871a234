"""Events, locks, semaphores and queues between the tasks of one body. Fair: first come, first served."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from heapq import heappop, heappush
from types import TracebackType
from typing import Any

from vm.core.kernel import Future, Kernel


class Checkpoint(Future):
    """Awaiting it lets every other ready task run once."""

    __slots__ = ()

    def __await__(self) -> Generator[Future, None, None]:
        self._kernel._queue(self._kernel.current_task())
        yield self


class QueueEmpty(Exception):
    """`get_nowait` found nothing."""


class QueueFull(Exception):
    """`put_nowait` found no room."""


class QueueShutDown(Exception):
    """The queue was shut down: it takes nothing more, and what was in it has been taken."""


class BadCount(ValueError):
    """More was given back than was taken, or a count is out of its range."""


class NotLocked(RuntimeError):
    """What needs a lock was done without it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} needs the lock to be held: write it inside `async with`")


class _Line:
    """Tasks that stand in line. One that is cancelled while it waits leaves the line."""

    __slots__ = ("_called", "_kernel", "_waiting")

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._waiting: deque[Future] = deque()
        self._called = 0  # those that were called and have not stepped forward yet

    def is_empty(self) -> bool:
        """Say whether somebody who comes now would be the first."""
        return not self._waiting and not self._called

    async def stand(self) -> None:
        """Wait until `call_next` calls us. If we are cancelled after we were called, the call is passed on.

        With nobody to pass it on to, `give_back` is called.
        """
        place = Future(self._kernel)
        self._waiting.append(place)
        try:
            await place
        except BaseException:
            if place.done():
                self._called -= 1
                if not self.call_next():
                    self.give_back()
            else:
                self._waiting.remove(place)
            raise
        self._called -= 1

    def call_next(self) -> bool:
        """Call the first in line. Returns False when nobody stands there."""
        if not self._waiting:
            return False
        self._called += 1
        self._waiting.popleft()._resolve(None)
        return True

    def give_back(self) -> None:
        """A call that nobody took. For most things there is nothing to give back."""


class Event:
    """A flag that tasks can wait for."""

    __slots__ = ("_is_set", "_line")

    def __init__(self, kernel: Kernel) -> None:
        self._line = _Line(kernel)
        self._is_set = False

    def is_set(self) -> bool:
        return self._is_set

    def set(self) -> None:
        self._is_set = True
        while self._line.call_next():
            pass

    def clear(self) -> None:
        self._is_set = False

    async def wait(self) -> bool:
        """Wait until it is set."""
        if not self._is_set:
            await self._line.stand()
        return True


class _Permits(_Line):
    """A line for permits: one that nobody takes is free again."""

    __slots__ = ("free",)

    def __init__(self, kernel: Kernel, free: int) -> None:
        super().__init__(kernel)
        self.free = free

    def give_back(self) -> None:
        self.free += 1

    def serve(self) -> None:
        """Hand over what was free while somebody called earlier had not stepped forward: nobody overtakes him."""
        if self.free and self.call_next():
            self.free -= 1


class Held:
    """What is acquired and released, and so can be used with `async with`."""

    __slots__ = ()

    async def acquire(self) -> object:
        raise AssertionError("each kind is acquired in its way")

    def release(self) -> None:
        raise AssertionError("each kind is released in its way")

    async def __aenter__(self) -> None:
        await self.acquire()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class Semaphore(Held):
    """At most `value` tasks inside at once."""

    __slots__ = ("_limit", "_line")

    def __init__(self, kernel: Kernel, value: int = 1, *, is_bounded: bool = False) -> None:
        if value < 0:
            raise BadCount("a semaphore starts at 0 or more")
        self._line = _Permits(kernel, value)
        self._limit = value if is_bounded else None

    def locked(self) -> bool:
        """Say whether `acquire` would have to wait."""
        return not self._line.free or not self._line.is_empty()

    async def acquire(self) -> bool:
        if not self.locked():
            self._line.free -= 1
            return True
        try:
            await self._line.stand()  # what is released is handed over, not put back
        finally:
            self._line.serve()
        return True

    def release(self) -> None:
        """Let the next one in.

        Raises:
            BadCount: A bounded semaphore is released more often than it was acquired.
        """
        if self._limit is not None and self._line.free >= self._limit:
            raise BadCount("released more often than acquired")
        if not self._line.call_next():
            self._line.give_back()


class Lock(Held):
    """One task inside at a time. Released, it goes to the first in line, whoever comes in between."""

    __slots__ = ("_is_locked", "_line")

    def __init__(self, kernel: Kernel) -> None:
        self._line = _Line(kernel)
        self._is_locked = False

    def locked(self) -> bool:
        return self._is_locked

    async def acquire(self) -> bool:
        if self._is_locked or not self._line.is_empty():
            await self._line.stand()
        self._is_locked = True
        return True

    def release(self) -> None:
        """Let the next one in.

        Raises:
            NotLocked: Nobody holds it.
        """
        if not self._is_locked:
            raise NotLocked("release()")
        self._is_locked = False
        self._line.call_next()


class Queue:
    """Values handed from task to task, first in, first out. `maxsize` 0: without bound."""

    __slots__ = ("_done", "_getters", "_is_shut", "_items", "_putters", "_unfinished", "maxsize")

    def __init__(self, kernel: Kernel, maxsize: int = 0) -> None:
        self.maxsize = maxsize
        self._items: deque[Any] | list[Any] = self._make()
        self._getters = _Line(kernel)
        self._putters = _Line(kernel)
        self._unfinished = 0
        self._is_shut = False
        self._done = Event(kernel)
        self._done.set()

    def qsize(self) -> int:
        return len(self._items)

    def empty(self) -> bool:
        return not self._items

    def full(self) -> bool:
        return 0 < self.maxsize <= len(self._items)

    async def put(self, item: Any) -> None:
        """Add a value, when there is room for it."""
        while self.full() and not self._is_shut:
            await self._putters.stand()
        self.put_nowait(item)

    def put_nowait(self, item: Any) -> None:
        """Add a value. Raises `QueueFull` when there is no room, `QueueShutDown` when there never will be."""
        if self._is_shut:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        self._push(item)
        self._unfinished += 1
        self._done.clear()
        self._getters.call_next()

    async def get(self) -> Any:
        """Take the first value, when there is one."""
        while not self._items and not self._is_shut:
            await self._getters.stand()
        return self.get_nowait()

    def get_nowait(self) -> Any:
        """Take the first value. Raises `QueueEmpty` when there is none, `QueueShutDown` when there never will be."""
        if not self._items:
            raise QueueShutDown if self._is_shut else QueueEmpty
        item = self._pop()
        self._putters.call_next()
        return item

    def task_done(self) -> None:
        """Say that a value that was taken has been dealt with."""
        if not self._unfinished:
            raise BadCount("task_done() called too many times")
        self._unfinished -= 1
        if not self._unfinished:
            self._done.set()

    def shutdown(self, immediate: bool = False) -> None:
        """Take nothing more. Who waits for room, or for a value that will not come, gets `QueueShutDown`.

        `immediate` throws away what is in the queue, as if it had been dealt with.
        """
        self._is_shut = True
        while immediate and self._items:
            self._pop()
            if self._unfinished:
                self.task_done()
        while self._getters.call_next() or self._putters.call_next():
            pass

    async def join(self) -> None:
        """Wait until every value that was put has been dealt with."""
        await self._done.wait()

    # ---- what the kinds of queues differ in

    def _make(self) -> Any:
        return deque()

    def _push(self, item: Any) -> None:
        self._items.append(item)

    def _pop(self) -> Any:
        assert isinstance(self._items, deque)
        return self._items.popleft()


class LifoQueue(Queue):
    """A queue that gives back the value that came last."""

    __slots__ = ()

    def _pop(self) -> Any:
        return self._items.pop()


class PriorityQueue(Queue):
    """A queue that gives back the least of its values."""

    __slots__ = ()

    def _make(self) -> Any:
        return []

    def _push(self, item: Any) -> None:
        assert isinstance(self._items, list)
        heappush(self._items, item)

    def _pop(self) -> Any:
        assert isinstance(self._items, list)
        return heappop(self._items)
