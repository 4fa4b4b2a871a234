"""asyncio's futures: those that the author makes, and those of `gather` and `shield`."""

from __future__ import annotations

from types import CoroutineType, GenericAlias
from typing import Any, Final

from stdlib_shims.standing import Sealed
from vm.core.combine import Gather, Startable, start_awaitable
from vm.core.habits import call_soon
from vm.core.kernel import Cancelled, Future, InvalidAwait, Kernel, Task, Waiter, _State, cancelled_by
from vm.sandbox.faces.binding import current_kernel

_SHOWN: Final = {_State.PENDING: "pending", _State.CANCELLED: "cancelled"}


class _AnyFuture(Sealed):
    """Lets tasks, and what `gather` and `shield` give, be futures to `isinstance` and `issubclass`."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, Future)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, Future)


class IterationStopped(RuntimeError):
    """A future was to fail with what ends a generator."""


class OwnFuture(Future, metaclass=_AnyFuture):
    """`asyncio.Future`: a future that the author resolves. `loop` is taken and ignored: a run has one."""

    __slots__ = ()

    def __init__(self, *, loop: object = None) -> None:
        super().__init__(current_kernel())

    def __class_getitem__(cls, item: object) -> GenericAlias:
        return GenericAlias(cls, item)

    def __repr__(self) -> str:
        return f"<Future {_SHOWN.get(self._state, 'finished')}>"

    def set_result(self, result: Any) -> None:
        """Resolve it. Raises `InvalidStateError` when it is done already."""
        self._require_pending()
        self._resolve(result)

    def set_exception(self, exception: type[BaseException] | BaseException) -> None:
        """Reject it. Raises `InvalidStateError` when it is done already."""
        self._require_pending()
        error = exception() if isinstance(exception, type) else exception
        if isinstance(error, StopIteration):
            told = IterationStopped("StopIteration would end who awaits it, and cannot be raised into a future")
            told.__cause__ = told.__context__ = error
            error = told
        self._reject(error)

    def _require_pending(self) -> None:
        if self.done():
            raise InvalidAwait("the future is done already")

    def _cancel_through(self, msg: object) -> bool:
        return self.cancel(msg)


class Gathering(Gather):
    """`asyncio.gather`: a cancelled one ends when its children have ended."""

    __slots__ = ("_is_cancelling",)

    def __init__(self, kernel: Kernel, awaitables: tuple[object, ...], *, keep_errors: bool = False) -> None:
        self._is_cancelling = False
        super().__init__(kernel, awaitables, keep_errors=keep_errors)

    def cancel(self, msg: object = None) -> bool:
        """Cancel every child. Returns False when they are all done."""
        if self.done():
            return False
        is_any = False
        for child in dict.fromkeys(self._children):
            is_any |= child.cancel(msg)
        self._is_cancelling |= is_any
        return is_any

    def _cancel_through(self, msg: object) -> bool:
        return self.cancel(msg)

    def _on_done(self, future: Future) -> None:
        is_decisive = self._left == 1 or (not self._keep_errors and _is_failure(future))
        if is_decisive:  # heard by who waits as many turns later as on asyncio's loop
            call_soon(self._kernel, super()._on_done, future)
        else:
            super()._on_done(future)

    def _finish(self, state: _State) -> None:
        """End. A cancellation is what it fails with, as on asyncio's loop: it is not cancelled itself."""
        if state is _State.CANCELLED or (self._is_cancelling and state is _State.RESOLVED):
            ended = next((child for child in self._children if child.cancelled()), self)
            self._error, state = cancelled_by(self, *ended._cancellation().args), _State.REJECTED
        super()._finish(state)

    def _collect(self) -> list[Any]:
        """Return the results, as asyncio does: a cancellation that says nothing says so with an empty text."""
        found = super()._collect()
        return [cancelled_by(each._source, "") if type(each) is Cancelled and not each.args else each for each in found]


class Shield(Future):
    """Waits for another future; giving up on this one leaves that one alone."""

    __slots__ = ("_inner",)

    def __init__(self, kernel: Kernel, inner: Future) -> None:
        super().__init__(kernel)
        self._inner = inner
        inner._waiters.append(self)

    def result(self) -> Any:
        return self._inner.result() if self._is_settled() else super().result()

    def exception(self) -> BaseException | None:
        return self._inner.exception() if self._is_settled() else super().exception()

    def _is_settled(self) -> bool:
        return self.done() and not self.cancelled()

    def _on_done(self, future: Future) -> None:
        call_soon(self._kernel, self._hear, future)

    def _hear(self, future: Future) -> None:
        if not self.done():
            self._finish(future._state)

    def _abandon(self, waiter: Waiter) -> None:
        super()._abandon(waiter)
        self.cancel()


def _is_failure(future: Future) -> bool:
    return future._state in (_State.CANCELLED, _State.REJECTED)


def start_task(awaitable: object, name: str | None = None) -> Task:
    """Make a task of a coroutine, or of a step call or sleep, which the task awaits.

    Raises:
        InvalidAwait: It is neither.
    """
    if type(awaitable) is CoroutineType:
        task = current_kernel().spawn(awaitable)
    elif isinstance(awaitable, Startable):
        task = current_kernel().spawn(_wait_for(awaitable))
    else:
        raise InvalidAwait(f"a coroutine was expected, not {type(awaitable).__name__}")
    if name is not None:
        task.set_name(name)
    return task


def ensure_future(coro_or_future: object, *, loop: object = None) -> Future:
    """Return a future as it is; make a task of a coroutine; begin a step or sleep. `loop` is ignored: a run has one."""
    return start_awaitable(current_kernel(), coro_or_future)


async def _wait_for(awaitable: Any) -> Any:
    return await awaitable
