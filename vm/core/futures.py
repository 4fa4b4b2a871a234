"""Values that are not there yet, and how whoever waits for one hears of it."""

from __future__ import annotations

from collections.abc import Generator
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Protocol

from vm.core.habits import FutureHabits
from vm.core.signals import Cancelled, InvalidAwait, cancelled_by

if TYPE_CHECKING:
    from vm.core.kernel import Kernel


class _State(Enum):
    PENDING = 1
    RESOLVED = 2
    REJECTED = 3
    CANCELLED = 4


_PENDING: Final = _State.PENDING


class Waiter(Protocol):
    """Whatever wants to know when a future is done: a task that parked on it, or a gather."""

    def _on_done(self, future: Future) -> None: ...


class Future(FutureHabits):
    """A value that is not there yet. Awaiting it parks the task until it is resolved."""

    __slots__ = ("_error", "_kernel", "_state", "_value", "_waiters")

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._state = _PENDING
        self._value: Any = None
        self._error: BaseException | None = None
        self._waiters: list[Waiter] = []

    def done(self) -> bool:
        return self._state is not _PENDING

    def cancelled(self) -> bool:
        return self._state is _State.CANCELLED

    def result(self) -> Any:
        """Return the value, or raise what the future was rejected with.

        Raises:
            InvalidAwait: It is not done yet.
        """
        if self._state is _State.RESOLVED:
            return self._value
        if self._state is _State.REJECTED:
            assert self._error is not None
            raise self._error
        if self._state is _State.CANCELLED:
            raise self._cancellation()
        raise InvalidAwait("the result is not there yet: await it")

    def exception(self) -> BaseException | None:
        """Return what the future was rejected with, or None. Raises `Cancelled` when it was cancelled."""
        if self._state is _PENDING:
            raise InvalidAwait("the result is not there yet: await it")
        if self._state is _State.CANCELLED:
            raise self._cancellation()
        return self._error

    def cancel(self, msg: object = None) -> bool:
        """Give up on the value. Returns False when it is done already. Whoever awaits it is told `msg`."""
        if self._state is not _PENDING:
            return False
        self._tell(msg)
        self._finish(_State.CANCELLED)
        return True

    def __await__(self) -> Generator[Future, None, Any]:
        if self._state is _PENDING:
            yield self
        return self.result()

    def _tell(self, msg: object) -> None:
        self._value = () if msg is None else (msg,)

    def _cancellation(self) -> Cancelled:
        """Return what awaiting this raises, once it is cancelled. There is no value: in its place is what was told."""
        return cancelled_by(self, *(self._value or ()))

    def _resolve(self, value: Any) -> None:
        self._value = value
        self._finish(_State.RESOLVED)

    def _reject(self, error: BaseException) -> None:
        self._error = error
        self._finish(_State.REJECTED)

    def _finish(self, state: _State) -> None:
        self._state = state
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            waiter._on_done(self)

    def _abandon(self, waiter: Waiter) -> None:
        """`waiter` no longer waits for this. A future that exists only for its waiter gives up with it."""
        self._waiters.remove(waiter)

    def _cancel_through(self, msg: object) -> bool:
        """A task that waits for this is cancelled. True: this is cancelled instead, and the task awaits its end."""
        return False
