"""The scheduler of a body: tasks, futures, cancel scopes. First in, first out, driven with plain `send`.

It stands in for an event loop. trio's own scheduler is random on purpose and asyncio's is bound to a clock
and a selector; a body's must be a function of what it is fed. `run` steps every ready task until none is
left; a task that awaits something unresolved simply is not stepped. Nothing here knows of workflows.

Two ways of cancelling, because Python has two habits: `Task.cancel` delivers `Cancelled` once, at the await
where the task stands (asyncio's way); a cancelled `CancelScope` delivers it at every await until the task
has left the scope (trio's way). A `Cancelled` names its source, so that each is caught by whoever asked.
"""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from types import CoroutineType, GenericAlias, TracebackType
from typing import Any, Final, Self

from vm.core.futures import _PENDING as _PENDING
from vm.core.futures import Future as Future
from vm.core.futures import Waiter as Waiter
from vm.core.futures import _State as _State
from vm.core.habits import TaskHabits
from vm.core.signals import FATAL as FATAL
from vm.core.signals import Cancelled as Cancelled
from vm.core.signals import Closed as Closed
from vm.core.signals import InvalidAwait as InvalidAwait
from vm.core.signals import cancelled_by as cancelled_by

_CLOSINGS: Final = 3  # a body may swallow a closing; it gets this many before it is left to the collector


_BY_SCOPE: Final = "cancelled"
"""What a cancellation says that came from a scope. One that a task was told says what it was told."""


def _ignore(_: object) -> None:
    """Do nothing. As an async generator hook: nobody finishes a body's generators but the body."""


class CancelScope:
    """Delivers `Cancelled` at every await inside it, once `cancel` was called, until the task has left it.

    A plain `with`. `shield=True` keeps cancellation from outside out. After it, `cancelled_caught` says
    whether it ended something.
    """

    __slots__ = ("_children", "_kernel", "_parent", "_task", "_tasks", "cancel_called", "cancelled_caught", "shield")

    def __init__(self, kernel: Kernel, *, shield: bool = False) -> None:
        self._kernel = kernel
        self._parent: CancelScope | None = None
        self._task: Task | None = None  # the one that entered
        self._tasks: dict[Task, None] = {}  # tasks whose innermost scope this is; a dict keeps their order
        self._children: dict[CancelScope, None] = {}
        self.shield = shield
        self.cancel_called = False
        self.cancelled_caught = False

    def cancel(self) -> None:
        if self.cancel_called:
            return
        self.cancel_called = True
        self._deliver()

    def __enter__(self) -> Self:
        if self._task is not None:
            raise InvalidAwait("a cancel scope can be entered once: make another one")
        task = self._task = self._kernel.current_task()
        self._parent = task._scope
        if self._parent is not None:
            self._parent._children[self] = None
        task._enter(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self._task is not None:
            self._task._enter(self._parent)
        if self._parent is not None:
            self._parent._children.pop(self, None)
        if isinstance(error, Cancelled) and error._source is self:
            self.cancelled_caught = True
            return True
        return False

    def _source_of_cancel(self) -> CancelScope | None:
        """Return the outermost cancelled scope that reaches this one, or None."""
        found: CancelScope | None = None
        scope: CancelScope | None = self
        while scope is not None:
            if scope.cancel_called:
                found = scope
            if scope.shield:
                break
            scope = scope._parent
        return found

    def _deliver(self) -> None:
        left = [self]  # and no recursion: scopes may be nested as deeply as a body likes
        while left:
            scope = left.pop()
            for task in list(scope._tasks):
                task._interrupt_by_scope()
            left += [child for child in reversed(scope._children) if not child.shield]


class Task(Future, TaskHabits):
    """A coroutine being driven. Also a future of what the coroutine returns."""

    __slots__ = ("_awaits", "_cancelling", "_coroutine", "_is_queued", "_name", "_scope", "_throw", "number")

    def __init__(self, kernel: Kernel, coroutine: Coroutine[Any, Any, Any], number: int) -> None:
        super().__init__(kernel)
        self._coroutine = coroutine
        self._awaits: Future | None = None
        self._throw: BaseException | None = None
        self._scope: CancelScope | None = None
        self._is_queued = False
        self._cancelling = 0
        self._name: str | None = None
        self.number = number

    def __class_getitem__(cls, item: object) -> GenericAlias:
        return GenericAlias(cls, item)

    def __repr__(self) -> str:
        return f"<Task {self.number} {self._state.name.lower()}>"

    def cancel(self, msg: object = None) -> bool:
        """Deliver `Cancelled` at the await where the task stands, or at its next one.

        A task that awaits another passes it on to that one, and goes on when that has ended.
        """
        if self._state is not _PENDING:
            return False
        self._cancelling += 1
        awaited = None if self._is_queued else self._awaits
        if awaited is None or not awaited._cancel_through(msg):
            self._interrupt(cancelled_by(self) if msg is None else cancelled_by(self, msg))
        return True

    def uncancel(self) -> int:
        """Take back one cancellation; return how many are left. With none left, an undelivered one is dropped."""
        self._cancelling = max(0, self._cancelling - 1)
        is_undelivered = self._awaits is not None or self is self._kernel._current
        if is_undelivered and not self._cancelling and isinstance(self._throw, Cancelled):
            self._throw = None
        return self._cancelling

    def result(self) -> Any:
        self._kernel.unretrieved.pop(self, None)
        return super().result()

    def exception(self) -> BaseException | None:
        self._kernel.unretrieved.pop(self, None)
        return super().exception()

    def _on_done(self, future: Future) -> None:
        self._kernel._queue(self)

    def _cancel_through(self, msg: object) -> bool:
        return self.cancel(msg)

    def _enter(self, scope: CancelScope | None) -> None:
        if self._scope is not None:
            self._scope._tasks.pop(self, None)
        self._scope = scope
        if scope is not None:
            scope._tasks[self] = None

    def _interrupt(self, error: Cancelled) -> None:
        self._throw = error
        awaited = self._awaits
        if awaited is not None and not self._is_queued:
            self._awaits = None
            awaited._abandon(self)
            self._kernel._queue(self)

    def _interrupt_by_scope(self) -> None:
        if self._awaits is None or self._is_queued or self._scope is None:
            return  # it runs, or is about to with what it waited for: its next await finds out
        source = self._scope._source_of_cancel()
        if source is not None:
            self._interrupt(cancelled_by(source, _BY_SCOPE))

    def _leave(self) -> None:
        if self._scope is not None:
            self._scope._tasks.pop(self, None)


class Kernel:
    """Drives tasks first in, first out. `spawn` and `run` are all that a driver needs.

    `on_failure` hears what a task fails with before anybody else can be given it.
    """

    def __init__(self, on_failure: Callable[[BaseException], None] = _ignore) -> None:
        self._on_failure = on_failure
        self._ready: deque[Task] = deque()
        self._tasks: dict[Task, None] = {}  # those not done, in order of creation
        self._count = 0
        self._current: Task | None = None
        self._variables = Context()  # the body's own: what it sets (a decimal context) stays in the run
        self.is_dead = False
        self.unretrieved: dict[Task, None] = {}

    def spawn(self, coroutine: Coroutine[Any, Any, Any], scope: CancelScope | None = None) -> Task:
        """Make a task of `coroutine`; it takes its first step after those that are ready already."""
        if type(coroutine) is not CoroutineType:
            raise InvalidAwait(f"a coroutine was expected, not {type(coroutine).__name__}")
        if self.is_dead:
            coroutine.close()
            raise Closed
        self._count += 1
        task = Task(self, coroutine, self._count)
        self._tasks[task] = None
        if scope is not None:
            task._enter(scope)
        self._queue(task)
        return task

    def current_task(self) -> Task:
        if self._current is None:
            raise Closed
        return self._current

    def tasks(self) -> list[Task]:
        """Return the tasks that are not done, oldest first."""
        return list(self._tasks)

    def run(self) -> None:
        """Step ready tasks until none is ready.

        Garbage collection is off meanwhile: it would run a body's `finally` at a moment of its own choosing.
        Async generators are kept from the host's loop: its hooks would finish them behind the body's back.
        """
        if not self._ready:
            return
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(_ignore, _ignore)
        was_collecting = gc.isenabled()
        gc.disable()
        try:
            self._variables.run(self._step_all)
        finally:
            self._current = None
            if was_collecting:
                gc.enable()
            sys.set_asyncgen_hooks(*hooks)

    def close(self) -> None:
        """Throw all tasks away. Bodies may run their `finally`, with every command refused; nothing comes of it."""
        self.is_dead = True
        self._ready.clear()
        self.unretrieved.clear()
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(_ignore, _ignore)
        try:
            for task in reversed(self.tasks()):
                self._tasks.pop(task, None)
                for _ in range(_CLOSINGS):
                    try:
                        self._variables.run(task._coroutine.close)
                    except BaseException:  # noqa: BLE001 - what a discarded body raises is discarded with it
                        continue
                    break
                task._awaits = None  # which has the task among those that wait for it
        finally:
            sys.set_asyncgen_hooks(*hooks)
        self._on_failure, self._variables = _ignore, Context()  # what they hold holds this kernel

    def _queue(self, task: Task) -> None:
        if not task._is_queued and task._state is _PENDING:
            task._is_queued = True
            self._ready.append(task)

    def _step_all(self) -> None:
        while self._ready and not self.is_dead:
            self._step(self._ready.popleft())

    def _step(self, task: Task) -> None:
        task._is_queued = False
        task._awaits = None
        self._current = task
        error, task._throw = task._throw, None
        try:
            trap = task._coroutine.send(None) if error is None else task._coroutine.throw(error)
        except StopIteration as stop:
            self._end(task)
            task._resolve(stop.value)
        except Cancelled as cancelled:
            self._end(task)
            task._value = cancelled.args
            task._finish(_State.CANCELLED)
        except BaseException as failure:  # noqa: BLE001 - a task may fail with anything; it is handed to who awaits it
            self._end(task)
            self._on_failure(failure)
            self.unretrieved[task] = None
            task._reject(failure)
        else:
            self._park(task, trap)

    def _park(self, task: Task, trap: object) -> None:
        if not isinstance(trap, Future) or trap._kernel is not self or trap._state is not _PENDING:
            task._throw = InvalidAwait(f"{type(trap).__name__} cannot be awaited in a workflow")
            self._queue(task)
            return
        if isinstance(trap, Task) and _waits_for(trap, task):
            task._throw = InvalidAwait("the task would wait for itself, for ever")
            self._queue(task)
            return
        task._awaits = trap
        trap._waiters.append(task)
        if task._throw is None and task._scope is not None and (source := task._scope._source_of_cancel()) is not None:
            task._throw = cancelled_by(source, _BY_SCOPE)
        if task._throw is not None:
            self._interrupt_parked(task, trap)

    def _interrupt_parked(self, task: Task, trap: Future) -> None:
        """Deliver what came while the task ran, here, at its next await. What it was about to await is given up."""
        error, task._throw = task._throw, None
        if isinstance(error, Cancelled) and error._source is task and trap._cancel_through(*error.args or (None,)):
            return
        trap._abandon(task)
        task._awaits, task._throw = None, error
        self._queue(task)

    def _end(self, task: Task) -> None:
        del self._tasks[task]
        task._leave()


def _waits_for(waiting: Future | None, task: Task) -> bool:
    """Say whether `waiting` is `task`, or awaits it through other tasks."""
    while isinstance(waiting, Task):
        if waiting is task:
            return True
        waiting = waiting._awaits
    return False


BOTTOM: Final = Kernel._step.__code__
"""Of the frame in which a task is stepped: on the stack, no body stands below it."""
