"""Conditions and barriers: tasks that wait for a state which other tasks bring about."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from types import TracebackType
from typing import Any

from vm.core.kernel import Cancelled, CancelScope, Kernel
from vm.core.sync import BadCount, Held, Lock, NotLocked, _Line


class BrokenBarrierError(RuntimeError):
    """The barrier was aborted, or reset while we waited at it."""

    def __init__(self) -> None:
        super().__init__("the barrier was aborted or reset")


class Condition(Held):
    """A lock, and a place to wait at for a change of what it protects.

    A task that waits gives the lock up meanwhile and has it again afterwards, even when it is cancelled.
    """

    __slots__ = ("_kernel", "_line", "_lock")

    def __init__(self, kernel: Kernel, lock: Lock | None = None) -> None:
        self._kernel = kernel
        self._lock = Lock(kernel) if lock is None else lock
        self._line = _Line(kernel)

    def locked(self) -> bool:
        return self._lock.locked()

    async def acquire(self) -> bool:
        return await self._lock.acquire()

    def release(self) -> None:
        self._lock.release()

    async def wait(self) -> bool:
        """Wait until somebody notifies us. If we are cancelled when somebody has, somebody else is notified instead.

        Raises:
            NotLocked: The lock is not held.
        """
        if not self.locked():
            raise NotLocked("wait()")
        self.release()
        try:
            try:
                await self._line.stand()
            finally:
                await self._take_back()
        except BaseException:
            self._line.call_next()
            raise
        return True

    async def wait_for(self, predicate: Callable[[], Any]) -> Any:
        """Wait until `predicate()` is true, looking again at each notification; return its value."""
        while not (answer := predicate()):
            await self.wait()
        return answer

    def notify(self, n: int = 1) -> None:
        """Wake up to `n` tasks that wait.

        Raises:
            NotLocked: The lock is not held.
        """
        if not self.locked():
            raise NotLocked("notify()")
        for _ in range(n):
            if not self._line.call_next():
                return

    def notify_all(self) -> None:
        self.notify(len(self._line._waiting))

    async def _take_back(self) -> None:
        """Acquire the lock, whatever happens to us; then let the cancellation through that came meanwhile."""
        interrupted: Cancelled | None = None
        while True:
            try:
                with CancelScope(self._kernel, shield=True):
                    await self.acquire()
                break
            except Cancelled as cancelled:
                interrupted = cancelled
        if interrupted is not None:
            raise interrupted


class _Phase(Enum):
    FILLING = 1
    DRAINING = 2
    RESETTING = 3
    BROKEN = 4


class Barrier:
    """Lets tasks through in parties of a fixed size. The next party fills when the last has left."""

    __slots__ = ("_condition", "_inside", "_phase", "parties")

    def __init__(self, kernel: Kernel, parties: int) -> None:
        if parties < 1:
            raise BadCount("a barrier needs a party of 1 or more")
        self.parties = parties
        self._condition = Condition(kernel)
        self._phase = _Phase.FILLING
        self._inside = 0

    @property
    def n_waiting(self) -> int:
        """How many tasks wait for the party to be complete."""
        return self._inside if self._phase is _Phase.FILLING else 0

    @property
    def broken(self) -> bool:
        return self._phase is _Phase.BROKEN

    async def wait(self) -> int:
        """Wait until the party is complete; return our number in it, from 0.

        Raises:
            BrokenBarrierError: The barrier is broken, or was reset meanwhile.
        """
        async with self._condition:
            await self._condition.wait_for(lambda: self._phase in (_Phase.FILLING, _Phase.BROKEN))
            if self.broken:
                raise BrokenBarrierError
            number, self._inside = self._inside, self._inside + 1
            try:
                await self._wait_for_party()
            finally:
                self._leave()
            return number

    async def reset(self) -> None:
        """Send those away who wait, with an error, and start anew."""
        async with self._condition:
            self._phase = _Phase.RESETTING if self._inside else _Phase.FILLING
            self._condition.notify_all()

    async def abort(self) -> None:
        """Send everyone away, those too who come later."""
        async with self._condition:
            self._phase = _Phase.BROKEN
            self._condition.notify_all()

    async def _wait_for_party(self) -> None:
        if self._inside == self.parties:
            self._phase = _Phase.DRAINING
            self._condition.notify_all()
            return
        await self._condition.wait_for(lambda: self._phase is not _Phase.FILLING)
        if self._phase is not _Phase.DRAINING:
            raise BrokenBarrierError

    def _leave(self) -> None:
        self._inside -= 1
        if not self._inside:
            if self._phase is not _Phase.BROKEN:
                self._phase = _Phase.FILLING
            self._condition.notify_all()

    async def __aenter__(self) -> int:
        return await self.wait()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None
