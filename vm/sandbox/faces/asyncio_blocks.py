"""asyncio's `timeout` and `TaskGroup`: blocks that cancel the task they stand in, once, and take it back."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from math import inf
from types import CoroutineType, TracebackType
from typing import Any, NoReturn, Self

from vm.core.commands import Origin
from vm.core.durations import due_ms
from vm.core.habits import call_soon
from vm.core.kernel import Cancelled, CancelScope, Future, Task
from vm.core.operations import Operation
from vm.sandbox.faces.asyncio_futures import start_task
from vm.sandbox.faces.asyncio_waiting import is_nothing
from vm.sandbox.faces.binding import current_kernel, current_run, monotonic_ms


class MisusedBlock(RuntimeError):
    """A block was entered twice, or used before or after."""


class _Phase(Enum):
    CREATED = "created"
    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    FINISHED = "finished"


class Timeout:
    """`async with asyncio.timeout(60):`: a wait in the journal that cancels the block, which ends in `TimeoutError`.

    Times are seconds of `time.monotonic()`: since the run started.
    """

    __slots__ = ("_due_ms", "_operation", "_origin", "_outer_cancels", "_phase", "_task")

    def __init__(self, due_ms: int | None, origin: Origin | None) -> None:
        self._due_ms = due_ms
        self._origin = origin
        self._task: Task | None = None
        self._outer_cancels = 0
        self._operation: Operation | None = None
        self._phase = _Phase.CREATED

    def __repr__(self) -> str:
        when = self.when()
        until = f" when={when if when is None else round(when, 3)}" if self._phase is _Phase.ACTIVE else ""
        return f"<Timeout [{self._phase.value}]{until}>"

    def when(self) -> float | None:
        """Return when the time is over, in seconds since the run started; None when it has no end."""
        return None if self._due_ms is None else self._due_ms / 1000

    def expired(self) -> bool:
        return self._phase in (_Phase.EXPIRING, _Phase.EXPIRED)

    def reschedule(self, when: float | None) -> None:
        """Move the end to `when`, in seconds since the run started; None takes it away."""
        if self._task is None and self._phase is _Phase.CREATED:
            raise MisusedBlock("the timeout has not been entered: it can be moved only inside its block")
        if self._task is None or self._phase is not _Phase.ACTIVE:
            raise MisusedBlock(f"the timeout is {self._phase.value}: it can be moved only before its time is over")
        self._due_ms = seconds_to_ms(when)
        self._arm(self._task)

    async def __aenter__(self) -> Self:
        if self._phase is not _Phase.CREATED:
            raise MisusedBlock("the timeout has already been entered: make another")
        self._phase = _Phase.ACTIVE
        self._task = current_kernel().current_task()
        self._outer_cancels = self._task.cancelling()
        self._arm(self._task)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._disarm()
        task, self._task = self._task, None
        if self._phase is not _Phase.EXPIRING or task is None:
            self._phase = _Phase.FINISHED
            return
        self._phase = _Phase.EXPIRED
        is_ours = task.uncancel() <= self._outer_cancels
        if not is_ours or error is None:
            return
        if isinstance(error, Cancelled):
            raise TimeoutError from error
        for raised in (error, *(error.exceptions if isinstance(error, ExceptionGroup) else ())):
            _tell_of_timeout(raised)

    def _arm(self, task: Task) -> None:
        self._disarm()
        if self._due_ms is None:
            return
        left = self._due_ms - monotonic_ms()
        if left > 0:
            self._operation = current_run()._open_wait(timedelta(milliseconds=left), self._origin)
            self._operation._waiters.append(self)
        else:
            call_soon(current_kernel(), self._expire_if_due)

    def _disarm(self) -> None:
        operation, self._operation = self._operation, None
        if operation is not None and not operation.done():
            operation._waiters.remove(self)
            operation.cancel()

    def _expire_if_due(self) -> None:
        """No time at all was given: it is over as soon as the block lets others run."""
        if self._due_ms is not None and self._due_ms <= monotonic_ms():
            self._expire()

    def _expire(self) -> None:
        if self._task is not None and self._phase is _Phase.ACTIVE:
            self._phase = _Phase.EXPIRING
            self._task.cancel()

    def _on_done(self, future: Future) -> None:
        self._operation = None
        self._expire()


def _tell_of_timeout(error: BaseException) -> None:
    """Have an error that was raised over our cancellation say that it came over a time limit, as from 3.13 on."""
    looked: set[int] = set()
    while (context := error.__context__) is not None and id(error) not in looked:
        if isinstance(context, Cancelled):
            error.__context__ = over = TimeoutError()
            over.__context__ = over.__cause__ = context
            return
        looked.add(id(error))
        error = context


def timeout_after(delay: Any, origin: Origin | None) -> Timeout:
    """Return a block limited to a duration, counted from now. None and infinity: without limit."""
    if delay is None or delay == inf:
        return Timeout(None, origin)
    run = current_run()
    return Timeout(monotonic_ms() if is_nothing(delay) else due_ms(delay, run.now_ms) - run.started_ms, origin)


def timeout_at(when: float | None, origin: Origin | None) -> Timeout:
    """Return a block limited to a moment, in seconds since the run started."""
    return Timeout(seconds_to_ms(when), origin)


def seconds_to_ms(when: float | None) -> int | None:
    return None if when is None or when == inf else round(when * 1000)


class TaskGroup:
    """Tasks that end before the block does. When one fails, the others and the block are cancelled.

    Raises:
        ExceptionGroup: Of whatever the tasks, and the block itself, raised.
    """

    __slots__ = ("_errors", "_has_cancelled_parent", "_idle", "_is_aborting", "_is_exiting", "_parent", "_tasks")

    def __init__(self) -> None:
        self._parent: Task | None = None
        self._tasks: dict[Task, None] = {}
        self._errors: list[BaseException] = []
        self._idle: Future | None = None
        self._is_exiting = False
        self._is_aborting = False
        self._has_cancelled_parent = False

    def create_task(self, coro: object, *, name: str | None = None, context: object = None) -> Task:
        """Start a coroutine, step call or sleep as a task of this group.

        Raises:
            MisusedBlock: The group is not entered, or has ended, or is ending because a task failed.
        """
        if (reason := self._why_not()) is not None:
            if isinstance(coro, CoroutineType):
                coro.close()  # it will never run: nothing to report
            raise MisusedBlock(f"the task group {reason}: it takes tasks inside its block, until one of them fails")
        task = start_task(coro, name)
        self._tasks[task] = None
        task._waiters.append(self)
        return task

    def _why_not(self) -> str | None:
        """Return why the group takes no tasks; None when it does."""
        if self._parent is None:
            return "has not been entered"
        if self._is_exiting and not self._tasks:
            return "is finished"
        return "is shutting down" if self._is_aborting else None

    def __repr__(self) -> str:
        told = [f" tasks={len(self._tasks)}"] if self._tasks else []
        told += [f" errors={len(self._errors)}"] if self._errors else []
        told += [" cancelling"] if self._is_aborting else [" entered"] if self._parent is not None else []
        return f"<TaskGroup{''.join(told)}>"

    async def __aenter__(self) -> Self:
        if self._parent is not None:
            raise MisusedBlock("the task group has already been entered: make another")
        self._parent = current_kernel().current_task()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        parent = self._parent
        assert parent is not None
        self._is_exiting = True
        if error is not None:
            self._abort()
        interruption = await self._drain() or error
        is_taken_back = self._has_cancelled_parent and not parent.uncancel()
        if self._errors or isinstance(error, Exception):
            self._raise_errors(parent, error)
        if isinstance(interruption, Cancelled) and not is_taken_back:
            raise interruption

    async def _drain(self) -> Cancelled | None:
        """Wait until no task is left, whatever happens to us; return the cancellation that came first, from outside."""
        interruption: Cancelled | None = None
        kernel = current_kernel()
        while self._tasks:
            self._idle = Future(kernel)
            try:
                with CancelScope(kernel, shield=self._is_aborting):  # a cancelled scope would not let us wait at all
                    await self._idle
            except Cancelled as cancelled:
                if not self._is_aborting:
                    interruption = cancelled
                    self._abort()
        return interruption

    def _raise_errors(self, parent: Task, error: BaseException | None) -> NoReturn:
        if isinstance(error, Exception):
            self._errors.append(error)
        if parent.cancelling():  # whoever cancels us from outside is heard too, at the next await
            parent.uncancel()
            parent.cancel()
        raise BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors) from None

    def _abort(self) -> None:
        self._is_aborting = True
        for task in list(self._tasks):
            task.cancel()

    def _on_done(self, future: Future) -> None:
        # Not at once: what is ready already still runs, and may fail too. All those errors belong into the group.
        call_soon(future._kernel, self._hear, future)

    def _hear(self, task: Task) -> None:
        self._tasks.pop(task, None)
        if not self._tasks and self._idle is not None and not self._idle.done():
            self._idle._resolve(None)
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        self._errors.append(error)
        assert self._parent is not None
        if not self._is_aborting and not self._parent.done():
            self._has_cancelled_parent = True
            self._abort()
            self._parent.cancel()
