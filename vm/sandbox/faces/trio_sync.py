"""trio's events, locks, semaphores, conditions and capacity limiters. Locks know who holds them."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import NoReturn

from vm.core import kernel, sync
from vm.core.kernel import Future, InvalidAwait, Task
from vm.sandbox.faces.binding import current_kernel
from vm.sandbox.faces.trio_checkpoints import cancel_shielded_checkpoint, checkpoint, checkpoint_if_cancelled
from vm.sandbox.faces.trio_errors import BadNumber, BrokenResourceError, Misused, WouldBlock
from vm.sandbox.faces.trio_statistics import (
    CapacityLimiterStatistics,
    ConditionStatistics,
    EventStatistics,
    LockStatistics,
    ParkingLotStatistics,
)


class _Parking:
    """Tasks that wait, each for whom it waits: the first come is the first served."""

    __slots__ = ("places",)

    def __init__(self) -> None:
        self.places: dict[Future, object] = {}

    async def park(self, guest: object, give_back: Callable[[], None]) -> None:
        """Wait to be served. What we were served with when `Task.cancel` came is given back."""
        place = Future(current_kernel())
        self.places[place] = guest
        try:
            await place
        except BaseException:
            if self.places.pop(place, None) is None and place.done() and place._error is None:
                give_back()
            raise

    def take_all(self) -> list[Future]:
        """Empty the line; return the places in it."""
        waiting = list(self.places)
        self.places.clear()
        return waiting

    def serve(self) -> object:
        """Wake the first; return whom it waits for."""
        place = next(iter(self.places))
        guest = self.places.pop(place)
        place._resolve(None)
        return guest


class Event:
    """A flag that tasks can wait for. It is set once."""

    __slots__ = ("_is_set", "_parking")

    def __init__(self) -> None:
        self._is_set = False
        self._parking = _Parking()

    def __bool__(self) -> NoReturn:
        raise NotImplementedError("an event is asked with is_set(): it has no truth of its own")

    def __repr__(self) -> str:
        return "<trio.Event object>"

    def is_set(self) -> bool:
        return self._is_set

    def set(self) -> None:
        self._is_set = True
        while self._parking.places:
            self._parking.serve()

    async def wait(self) -> None:
        """Wait until it is set."""
        if self._is_set:
            await checkpoint()
        else:
            await self._parking.park(None, _nothing)

    def statistics(self) -> EventStatistics:
        return EventStatistics(len(self._parking.places))


class _Held(sync.Held):
    """What can also be acquired without waiting."""

    __slots__ = ()

    def acquire_nowait(self) -> None:
        raise AssertionError("each kind is acquired in its way")

    async def acquire(self) -> None:
        """Take it, when it is free."""
        await checkpoint_if_cancelled()
        try:
            self.acquire_nowait()
        except WouldBlock:
            await self._wait()
        else:
            await cancel_shielded_checkpoint()

    async def _wait(self) -> None:
        raise AssertionError("each kind waits in its way")


class Lock(_Held):
    """One task inside at a time. It is handed over to the first in line."""

    __slots__ = ("_owner", "_parking")

    def __init__(self) -> None:
        self._owner: Task | None = None
        self._parking = _Parking()

    def __repr__(self) -> str:
        waiting = f" with {len(self._parking.places)} waiters" if self._parking.places else ""
        return f"<{'locked' if self.locked() else 'unlocked'} trio.Lock object{waiting}>"

    def locked(self) -> bool:
        return self._owner is not None

    def acquire_nowait(self) -> None:
        """Take it, if it is free.

        Raises:
            WouldBlock: Another task holds it.
            Misused: We hold it already.
        """
        task = current_kernel().current_task()
        if self._owner is task:
            raise Misused("attempt to re-acquire an already held Lock")
        if self._owner is not None and self._owner.done():
            raise BrokenResourceError(f"Owner of this lock exited without releasing: {self._owner!r}")
        if self._owner is not None:
            raise WouldBlock
        self._own(task)

    def release(self) -> None:
        """Let the next one in. Raises `Misused` when we do not hold it."""
        if self._owner is not current_kernel().current_task():
            raise Misused("can't release a Lock you don't own")
        self._hand_over()

    def statistics(self) -> LockStatistics:
        return LockStatistics(self.locked(), self._owner, len(self._parking.places))

    async def _wait(self) -> None:
        await self._parking.park(current_kernel().current_task(), self._hand_over)

    def _hand_over(self) -> None:
        guest = self._parking.serve() if self._parking.places else None
        self._own(guest if isinstance(guest, Task) else None)

    def _own(self, task: Task | None) -> None:
        if self._owner is not None and self in self._owner._waiters:
            self._owner._waiters.remove(self)
        self._owner = task
        if task is not None:
            task._waiters.append(self)

    def _on_done(self, future: Future) -> None:
        """The owner has ended, and nobody will ever release the lock: whoever stands in line is told."""
        for place in self._parking.take_all():
            place._reject(BrokenResourceError(f"Owner of this lock exited without releasing: {future!r}"))


class Semaphore(_Held):
    """As many tasks inside as `initial_value` says."""

    __slots__ = ("_max_value", "_parking", "_value")

    def __init__(self, initial_value: int, *, max_value: int | None = None) -> None:
        if type(initial_value) is not int or type(max_value) not in (int, type(None)):
            raise InvalidAwait("a semaphore counts in integers")
        if initial_value < 0:
            raise BadNumber("initial value must be >= 0")
        if max_value is not None and max_value < initial_value:
            raise BadNumber("max_values must be >= initial_value")
        self._value = initial_value
        self._max_value = max_value
        self._parking = _Parking()

    def __repr__(self) -> str:
        most = "" if self._max_value is None else f", max_value={self._max_value}"
        return f"<trio.Semaphore({self._value}{most})>"

    @property
    def value(self) -> int:
        """How many can enter without waiting."""
        return self._value

    @property
    def max_value(self) -> int | None:
        return self._max_value

    def acquire_nowait(self) -> None:
        """Enter, if there is room. Raises `WouldBlock` when there is none."""
        if not self._value:
            raise WouldBlock
        self._value -= 1

    def release(self) -> None:
        """Let the next one in. Raises `BadNumber` when that would be more than `max_value`."""
        if self._parking.places:
            self._parking.serve()
            return
        if self._value == self._max_value:
            raise BadNumber("semaphore released too many times")
        self._value += 1

    def statistics(self) -> ParkingLotStatistics:
        return ParkingLotStatistics(len(self._parking.places))

    async def _wait(self) -> None:
        await self._parking.park(None, self.release)


class Condition(_Held):
    """A lock, and a place to wait at for a change of what it protects."""

    __slots__ = ("_lock", "_parking")

    def __init__(self, lock: Lock | None = None) -> None:
        if lock is not None and not isinstance(lock, Lock):
            raise InvalidAwait("lock must be a trio.Lock")
        self._lock = Lock() if lock is None else lock
        self._parking = _Parking()

    def __repr__(self) -> str:
        return "<trio.Condition object>"

    def locked(self) -> bool:
        return self._lock.locked()

    def acquire_nowait(self) -> None:
        self._lock.acquire_nowait()

    async def acquire(self) -> None:
        await self._lock.acquire()

    def release(self) -> None:
        self._lock.release()

    async def wait(self) -> None:
        """Give up the lock, wait to be notified, and take the lock again, even when we are cancelled.

        Raises:
            Misused: We do not hold the lock.
        """
        self._require_lock()
        self.release()
        here, there = self._parking.places, self._lock._parking.places
        place = Future(current_kernel())
        here[place] = current_kernel().current_task()
        try:
            await place  # here until we are notified, then in line for the lock
        except BaseException:
            if not here.pop(place, None) and not there.pop(place, None) and place.done() and place._error is None:
                self._lock._hand_over()
            with kernel.CancelScope(current_kernel(), shield=True):
                await self.acquire()
            raise

    def notify(self, n: int = 1) -> None:
        """Let up to `n` tasks that wait stand in line for the lock. Raises `Misused` when we do not hold it."""
        self._require_lock()
        for place in list(self._parking.places)[:n]:
            self._lock._parking.places[place] = self._parking.places.pop(place)

    def notify_all(self) -> None:
        self.notify(len(self._parking.places))

    def statistics(self) -> ConditionStatistics:
        return ConditionStatistics(len(self._parking.places), self._lock.statistics())

    def _require_lock(self) -> None:
        if self._lock._owner is not current_kernel().current_task():
            raise Misused("a condition is used by the task that holds its lock")


class CapacityLimiter(_Held):
    """As many borrowers at once as there are tokens; each borrows one."""

    __slots__ = ("_borrowers", "_parking", "_total")

    def __init__(self, total_tokens: int | float) -> None:
        self._borrowers: dict[object, None] = {}
        self._parking = _Parking()
        self._total = _checked_tokens(total_tokens)

    def __repr__(self) -> str:
        return f"<trio.CapacityLimiter, {len(self._borrowers)}/{self._total} with {len(self._parking.places)} waiting>"

    @property
    def total_tokens(self) -> int | float:
        """How many tokens there are. More or fewer may be set at any time."""
        return self._total

    @total_tokens.setter
    def total_tokens(self, value: int | float) -> None:
        self._total = _checked_tokens(value)
        self._serve()

    @property
    def borrowed_tokens(self) -> int:
        return len(self._borrowers)

    @property
    def available_tokens(self) -> int | float:
        return self._total - len(self._borrowers)

    def acquire_nowait(self) -> None:
        self.acquire_on_behalf_of_nowait(current_kernel().current_task())

    def acquire_on_behalf_of_nowait(self, borrower: object) -> None:
        """Borrow a token, if there is one.

        Raises:
            WouldBlock: There is none, or others wait for one.
            Misused: The borrower has one already.
        """
        if borrower in self._borrowers:
            raise Misused("this borrower has a token already")
        if self._parking.places or len(self._borrowers) >= self._total:
            raise WouldBlock
        self._borrowers[borrower] = None

    async def acquire_on_behalf_of(self, borrower: object) -> None:
        """Borrow a token, when there is one."""
        await checkpoint_if_cancelled()
        try:
            self.acquire_on_behalf_of_nowait(borrower)
        except WouldBlock:
            await self._parking.park(borrower, lambda: self.release_on_behalf_of(borrower))
        else:
            await cancel_shielded_checkpoint()

    def release(self) -> None:
        self.release_on_behalf_of(current_kernel().current_task())

    def release_on_behalf_of(self, borrower: object) -> None:
        """Give a token back. Raises `Misused` when the borrower has none."""
        if borrower not in self._borrowers:
            raise Misused("this borrower has no token")
        del self._borrowers[borrower]
        self._serve()

    def statistics(self) -> CapacityLimiterStatistics:
        return CapacityLimiterStatistics(
            len(self._borrowers), self._total, [*self._borrowers], len(self._parking.places)
        )

    async def _wait(self) -> None:
        task = current_kernel().current_task()
        await self._parking.park(task, lambda: self.release_on_behalf_of(task))

    def _serve(self) -> None:
        while self._parking.places and len(self._borrowers) < self._total:
            self._borrowers[self._parking.serve()] = None


def _checked_tokens(value: int | float) -> int | float:
    if value != inf and type(value) is not int:
        raise InvalidAwait("total_tokens must be an int or math.inf")
    if value < 0:
        raise BadNumber("total_tokens must be >= 0")
    return value


def _nothing() -> None:
    """An event has nothing to give back."""
