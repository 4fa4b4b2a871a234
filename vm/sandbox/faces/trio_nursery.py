"""trio's nurseries: tasks that end before the block does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import CoroutineType, FunctionType, GenericAlias, MethodType, TracebackType
from typing import Any, Final, NoReturn

from vm.core import kernel
from vm.core.combine import Startable
from vm.core.kernel import Cancelled, Future, InvalidAwait, Task, cancelled_by
from vm.sandbox.faces.binding import current_kernel
from vm.sandbox.faces.trio_checkpoints import cancel_shielded_checkpoint
from vm.sandbox.faces.trio_errors import Misused
from vm.sandbox.faces.trio_scopes import CancelScope, raise_again
from vm.sandbox.ordered import OrderedFrozenSet

_FACES: Final = "vm.sandbox.faces.trio_"
_NOT_STARTED: Final = object()


class Nursery:
    """Starts tasks. Its `cancel_scope` reaches them and the block."""

    __slots__ = ("_children", "_errors", "_idle", "_is_closed", "_pending_starts", "cancel_scope", "parent_task")

    def __init__(self, parent: Task, scope: CancelScope) -> None:
        self.parent_task = parent
        self.cancel_scope = scope
        self._children: dict[Task, None] = {}
        self._errors: list[BaseException] = []
        self._pending_starts = 0
        self._idle: Future | None = None
        self._is_closed = False

    @property
    def child_tasks(self) -> OrderedFrozenSet:
        return OrderedFrozenSet(self._children)

    def start_soon(self, async_fn: Callable[..., Any], *args: Any, name: object = None) -> None:
        """Start `async_fn(*args)`, a coroutine function or a step, as a task of this nursery.

        Raises:
            Misused: The nursery has ended.
            InvalidAwait: It is no function, or gives nothing to await.
        """
        self._adopt(self._spawn(_call(async_fn, args, {}), self.cancel_scope, name or async_fn))

    async def start(self, async_fn: Callable[..., Any], *args: Any, name: object = None) -> Any:
        """Start a task and wait until it calls `task_status.started(value)`; return the value.

        What it raises before that is raised here; cancelling this call cancels it.

        Raises:
            Misused: It ended and never called `started`.
        """
        self._require_open()
        self._pending_starts += 1
        try:
            return await _start(self, async_fn, args, name)
        except BaseExceptionGroup as group:
            if len(group.exceptions) == 1:
                raise_again(group.exceptions[0])
            raise
        finally:
            self._pending_starts -= 1
            self._check_idle()

    def _require_open(self) -> None:
        if self._is_closed:
            raise Misused("the nursery has ended and takes no more tasks")

    def _spawn(self, awaitable: Any, scope: kernel.CancelScope, name: object) -> Task:
        coroutine = awaitable if isinstance(awaitable, CoroutineType) else _wait_for(awaitable)
        if self._is_closed:
            coroutine.close()  # it will never run: nothing to report
        self._require_open()
        task = current_kernel().spawn(coroutine, scope)
        task.set_name(_name_of(name))
        return task

    def _adopt(self, task: Task) -> None:
        self._children[task] = None
        task._waiters.append(self)

    def _release(self, task: Task) -> None:
        """Hand a task over to another nursery."""
        del self._children[task]
        task._waiters.remove(self)
        self._check_idle()

    def _add(self, error: BaseException) -> None:
        self._errors.append(error)
        self.cancel_scope.cancel()

    def _on_done(self, future: Future) -> None:
        assert isinstance(future, Task)
        source = self.cancel_scope._source_of_cancel()
        error = None if future.cancelled() else future.exception()
        self._children.pop(future, None)
        if error is not None:
            self._add(error)
        elif future.cancelled() and source is not None:
            self._add(cancelled_by(source, *future._cancellation().args))
        self._check_idle()

    def _check_idle(self) -> None:
        if self._is_empty() and self._idle is not None and not self._idle.done():
            self._idle._resolve(None)

    def _is_empty(self) -> bool:
        return not self._children and not self._pending_starts

    async def _finish(self, error: BaseException | None) -> BaseException | None:
        """Wait until no task is left, whatever happens to us; return what they and the block raised."""
        if error is not None:
            self._add(error)
        if self._is_empty():
            self._is_closed = True
            await cancel_shielded_checkpoint()
        while not self._is_empty():
            self._idle = Future(current_kernel())
            try:
                with kernel.CancelScope(current_kernel(), shield=True):
                    await self._idle
            except Cancelled as cancelled:  # by Task.cancel, which knows no scopes
                self._add(cancelled)
        self._is_closed = True
        return self._combine() if self._errors else None

    def _combine(self) -> BaseException:
        """Return all errors as one. A cancellation that no trio scope asked for stands alone, not in a group."""
        failures = [error for error in self._errors if not isinstance(error, Cancelled)]
        foreign = [error for error in self._errors if isinstance(error, Cancelled) and isinstance(error._source, Task)]
        source = self.cancel_scope._source_of_cancel()
        if not failures and (foreign or not isinstance(source, CancelScope)):
            return (foreign or self._errors)[0]
        errors = self._errors if isinstance(source, CancelScope) and not foreign else failures
        return BaseExceptionGroup("Exceptions from Trio nursery", errors)


class NurseryManager:
    """`async with trio.open_nursery() as nursery:` waits for the nursery's tasks.

    Raises:
        ExceptionGroup: Of whatever the tasks, and the block itself, raised.
    """

    __slots__ = ("_nursery",)

    def __init__(self) -> None:
        self._nursery: Nursery | None = None

    async def __aenter__(self) -> Nursery:
        scope = CancelScope()
        scope.__enter__()
        self._nursery = Nursery(current_kernel().current_task(), scope)
        return self._nursery

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        assert self._nursery is not None
        raised = await self._nursery._finish(error)
        rest = self._nursery.cancel_scope._close(raised)
        if rest is not None and rest is not error:
            raise_again(rest)
        return rest is None

    def __enter__(self) -> NoReturn:
        raise Misused("use 'async with open_nursery(...)', not 'with open_nursery(...)'")

    def __exit__(self, *_: object) -> None:
        """Never reached: there is no entering."""


class TaskStatus:
    """What a task that was started with `nursery.start` tells its starter with."""

    __slots__ = ("_bridge", "_scope", "_target", "_task", "_value")

    def __init__(self, bridge: Nursery, target: Nursery) -> None:
        self._bridge = bridge
        self._target = target
        self._value: Any = _NOT_STARTED
        self._task: Task | None = None
        self._scope = kernel.CancelScope(current_kernel())  # around the task; moves from nursery to nursery
        _move(self._scope, bridge.cancel_scope)

    def __class_getitem__(cls, item: object) -> GenericAlias:
        return GenericAlias(cls, item)

    def started(self, value: Any = None) -> None:
        """Let `start` return `value`; from now on the task belongs to the nursery.

        Raises:
            Misused: It was called before.
        """
        if self._value is not _NOT_STARTED:
            raise Misused("task_status.started() is called once")
        self._value = value
        if self._task is None or self._bridge.cancel_scope._source_of_cancel() is not None:
            return  # who started it has given up, and it is cancelled where it is
        _move(self._scope, self._target.cancel_scope)
        self._target._adopt(self._task)
        self._bridge._release(self._task)


class IgnoredStatus:
    """What a task that was not started with `nursery.start` gets instead: nobody listens."""

    __slots__ = ()

    def started(self, value: Any = None) -> None:
        """Do nothing."""


async def _start(nursery: Nursery, async_fn: Callable[..., Any], args: tuple[Any, ...], name: object) -> Any:
    async with NurseryManager() as bridge:
        status = TaskStatus(bridge, nursery)
        coroutine = _call(async_fn, args, {"task_status": status})
        status._task = bridge._spawn(coroutine, status._scope, name or async_fn)
        bridge._adopt(status._task)
    if status._value is _NOT_STARTED:
        raise Misused("child exited without calling task_status.started()")
    return status._value


def _name_of(given: object) -> str:
    """Return what a task is called: a text as it is, a function by where it is defined."""
    given = given.func if isinstance(given, partial) else given
    if isinstance(given, str):
        return given
    if isinstance(given, FunctionType | MethodType):
        module = "trio" if given.__module__.startswith(_FACES) else given.__module__
        return f"{module}.{given.__qualname__}"
    return type(given).__name__


def _move(scope: kernel.CancelScope, parent: kernel.CancelScope) -> None:
    if scope._parent is not None:
        scope._parent._children.pop(scope, None)
    scope._parent = parent
    parent._children[scope] = None
    scope._deliver()


def _call(async_fn: Callable[..., Any], args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
    if isinstance(async_fn, CoroutineType):
        async_fn.close()
        raise InvalidAwait("a function was expected, not its coroutine: write start_soon(fn, arg), not fn(arg)")
    awaitable = async_fn(*args, **keywords)
    if not isinstance(awaitable, (CoroutineType, Startable, Future)):
        raise InvalidAwait(f"a coroutine function was expected; this one gave a {type(awaitable).__name__}")
    return awaitable


async def _wait_for(awaitable: Any) -> Any:
    return await awaitable


def open_nursery(strict_exception_groups: bool | None = None) -> NurseryManager:
    """Return a block whose tasks end before it does. Errors always come in groups."""
    return NurseryManager()
