"""Waiting for several things at once: gather, race, task groups, timeouts. Stands on the kernel alone."""

from __future__ import annotations

from collections.abc import Coroutine
from types import CoroutineType, TracebackType
from typing import Any, Self

from vm.core.kernel import Cancelled, CancelScope, Closed, Future, InvalidAwait, Kernel, Task, Waiter, _State


class Startable:
    """Something that begins when it is awaited (a call of a step, a sleep), or when it is told to.

    A base class and no protocol: an author's object with a `start` is not to be run by the VM.
    """

    __slots__ = ()

    def start(self) -> Future:
        """Ask for it now, unless that was done before."""
        raise AssertionError("a call says what it opens")


def start_awaitable(kernel: Kernel, awaitable: object) -> Future:
    """Set `awaitable` going and return its future: a task for a coroutine, an operation for a step call.

    Raises:
        InvalidAwait: It is none of these.
    """
    if isinstance(awaitable, Future):
        return awaitable
    if type(awaitable) is CoroutineType:
        return kernel.spawn(awaitable)
    if isinstance(awaitable, Startable):
        return awaitable.start()
    raise _not_awaitable(awaitable)


def _not_awaitable(value: object) -> InvalidAwait:
    return InvalidAwait(f"{type(value).__name__} cannot be awaited in a workflow")


def _start_all(kernel: Kernel, awaitables: tuple[object, ...]) -> list[Future]:
    for awaitable in awaitables:  # all of them or none
        if type(awaitable) is not CoroutineType and not isinstance(awaitable, Future | Startable):
            raise _not_awaitable(awaitable)
    started: dict[int, Future] = {}
    for awaitable in awaitables:  # the same object twice is one thing to wait for
        if id(awaitable) not in started:
            started[id(awaitable)] = start_awaitable(kernel, awaitable)
    return [started[id(awaitable)] for awaitable in awaitables]


class Gather(Future):
    """All results, in the order given. The first failure is raised at once; the others go on."""

    __slots__ = ("_children", "_failed", "_keep_errors", "_left")

    def __init__(self, kernel: Kernel, awaitables: tuple[object, ...], *, keep_errors: bool = False) -> None:
        super().__init__(kernel)
        self._keep_errors = keep_errors
        self._failed: Future | None = None
        self._children = _start_all(kernel, awaitables)
        waiting = dict.fromkeys(child for child in self._children if not child.done())
        self._left = len(waiting)
        for child in waiting:
            child._waiters.append(self)
        for child in self._children:
            if child.done() and not self.done():
                self._check(child)
        if not self._left and not self.done():
            self._resolve(None)  # what they brought is read when somebody looks

    def result(self) -> Any:
        self._look()
        return super().result()

    def exception(self) -> BaseException | None:
        self._look()
        return super().exception()

    def cancel(self, msg: object = None) -> bool:
        """Cancel every child that is not done."""
        if self.done():
            return False
        for child in self._children:
            child.cancel(msg)
        return True

    def _on_done(self, future: Future) -> None:
        self._left -= 1
        if self.done():
            return
        self._check(future)
        if not self._left and not self.done():
            self._resolve(None)  # what they brought is read when somebody looks

    def _check(self, child: Future) -> None:
        if self._keep_errors:
            return
        if child.cancelled():
            self._leave_others(_State.CANCELLED)
        elif child._state is _State.REJECTED:
            self._failed = child
            self._leave_others(_State.REJECTED)

    def _leave_others(self, state: _State) -> None:
        """End before the others have; they shall not keep this, nor tell it, when they go on for long."""
        for child in self._children:
            if not child.done() and self in child._waiters:
                child._waiters.remove(self)
        self._finish(state)

    def _look(self) -> None:
        """Read what the children brought when somebody looks: what cannot be read is raised there."""
        if self._state is _State.RESOLVED and self._value is None:
            self._value = self._collect()
        elif self._failed is not None:
            self._error, self._failed = self._failed.exception(), None

    def _collect(self) -> list[Any]:
        if self._keep_errors:
            return [_outcome(child) for child in self._children]
        return [child.result() for child in self._children]

    def _abandon(self, waiter: Waiter) -> None:
        super()._abandon(waiter)
        if not self._waiters:
            self.cancel()


def _outcome(child: Future) -> Any:
    if child.cancelled():
        return child._cancellation()
    error = child.exception()
    return child.result() if error is None else error


class Race(Future):
    """The result, or failure, of whichever is done first. The others are cancelled, and not waited for."""

    __slots__ = ("_children", "_winner")

    def __init__(self, kernel: Kernel, awaitables: tuple[object, ...]) -> None:
        super().__init__(kernel)
        if not awaitables:
            raise InvalidAwait("race() needs something to wait for")
        self._winner: Future | None = None
        self._children = list(dict.fromkeys(_start_all(kernel, awaitables)))
        winner = next((child for child in self._children if child.done()), None)
        if winner is not None:
            self._settle(winner)
            return
        for child in self._children:
            child._waiters.append(self)

    def result(self) -> Any:
        return super().result() if self._winner is None else self._winner.result()

    def exception(self) -> BaseException | None:
        return super().exception() if self._winner is None else self._winner.exception()

    def cancel(self, msg: object = None) -> bool:
        if self.done():
            return False
        self._cancel_children()
        if not self.done():
            self._finish(_State.CANCELLED)
        return True

    def _on_done(self, future: Future) -> None:
        if not self.done():
            self._settle(future)

    def _settle(self, winner: Future) -> None:
        if not winner.cancelled():
            self._winner = winner
        self._finish(winner._state)
        self._cancel_children()

    def _cancel_children(self) -> None:
        for child in self._children:
            child.cancel()

    def _abandon(self, waiter: Waiter) -> None:
        super()._abandon(waiter)
        if not self._waiters:
            self.cancel()


class TaskGroup:
    """Tasks that end before the block does. When one fails, the others are cancelled and all errors raised.

    Raises:
        ExceptionGroup: Of whatever the tasks, and the block itself, raised.
    """

    __slots__ = ("_errors", "_idle", "_is_open", "_kernel", "_scope", "_tasks")

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._scope = CancelScope(kernel)
        self._tasks: dict[Task, None] = {}
        self._errors: list[BaseException] = []
        self._idle: Future | None = None
        self._is_open = False

    def create_task(self, awaitable: object) -> Task:
        """Start `awaitable` as a task of this group.

        Raises:
            InvalidAwait: The block has not begun, or is over: nobody would wait for the task.
        """
        if not self._is_open:
            if type(awaitable) is CoroutineType:
                awaitable.close()
            raise InvalidAwait("a task group takes tasks inside its `async with` block")
        coroutine: Coroutine[Any, Any, Any]
        coroutine = awaitable if type(awaitable) is CoroutineType else _wait_for(awaitable)
        task = self._kernel.spawn(coroutine, self._scope)
        self._tasks[task] = None
        task._waiters.append(self)
        return task

    async def __aenter__(self) -> Self:
        self._scope.__enter__()
        self._is_open = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is not None:
            self._scope.cancel()
        interrupted = await self._drain()
        self._is_open = False
        is_caught = self._scope.__exit__(kind, error, trace)
        if isinstance(error, Exception):
            self._errors.append(error)
        if self._errors:
            raise BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors) from None
        if interrupted is not None:
            raise interrupted
        return is_caught

    async def _drain(self) -> Cancelled | None:
        """Wait until no task is left, whatever happens to us; return the cancellation that came meanwhile."""
        interrupted: Cancelled | None = None
        while self._tasks:
            self._idle = Future(self._kernel)
            try:
                with CancelScope(self._kernel, shield=True):
                    await self._idle
            except Cancelled as cancelled:
                interrupted = cancelled
                self._scope.cancel()
        return interrupted

    def _on_done(self, future: Future) -> None:
        assert isinstance(future, Task)
        self._tasks.pop(future, None)
        error = None if future.cancelled() else future.exception()
        if error is not None and not isinstance(error, Closed):
            self._errors.append(error)
            self._scope.cancel()
        if not self._tasks and self._idle is not None and not self._idle.done():
            self._idle._resolve(None)


async def _wait_for(awaitable: Any) -> Any:
    return await awaitable
