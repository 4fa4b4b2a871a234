"""`asyncio` as a body sees it: the same calls, on the run's own kernel, durable where they wait for time.

`asyncio.sleep(60)` is a wait in the journal; tasks, locks and queues are functions of it. Where asyncio
takes a coroutine, a step call or a durable sleep will do as well. What would reach the real loop, a thread
or a process is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from math import inf
from types import CoroutineType, FunctionType, MethodType
from typing import Any, Final

from stdlib_shims.face import Face
from vm.core.commands import Origin
from vm.core.context import Context
from vm.core.habits import call_soon
from vm.core.kernel import Cancelled, Future, InvalidAwait, Task
from vm.core.sync import Checkpoint
from vm.sandbox.faces import asyncio_sync
from vm.sandbox.faces.asyncio_blocks import TaskGroup, Timeout, timeout_after, timeout_at
from vm.sandbox.faces.asyncio_futures import Gathering, OwnFuture, Shield, ensure_future, start_task
from vm.sandbox.faces.asyncio_waiting import (
    ALL_COMPLETED,
    FIRST_COMPLETED,
    FIRST_EXCEPTION,
    AsCompleted,
    is_nothing,
    start_all,
    wait_for_some,
)
from vm.sandbox.faces.binding import bind, current_kernel, current_run, monotonic_ms
from vm.sandbox.ordered import OrderedSet
from vm.sandbox.sizes import pay_to_start
from vm.sandbox.surface import caller

_CODE_OF_COROUTINE: Final = 0x80

_THREADS: Final = 'threads are not repeatable: put the work into a plain `def` with "use step"'
_OUTSIDE: Final = "the outside world is for steps"
_LOOP: Final = "a body runs on its run's own loop and cannot change it"

REFUSED: Final = {
    **dict.fromkeys(("run", "Runner"), "a body runs in a loop already: await the coroutine"),
    **dict.fromkeys(
        ("new_event_loop", "set_event_loop", "get_event_loop_policy", "set_event_loop_policy", "EventLoop"), _LOOP
    ),
    **dict.fromkeys(("to_thread", "run_coroutine_threadsafe", "wrap_future"), _THREADS),
    **dict.fromkeys(
        ("open_connection", "start_server", "open_unix_connection", "start_unix_server", "subprocess"), _OUTSIDE
    ),
    **dict.fromkeys(("create_subprocess_exec", "create_subprocess_shell", "StreamReader", "StreamWriter"), _OUTSIDE),
    "eager_task_factory": "tasks of a body start in turn",
}

_REFUSED_OF_LOOP: Final = {
    **dict.fromkeys(("run_until_complete", "run_forever", "stop", "close"), _LOOP),
    **dict.fromkeys(("run_in_executor", "call_soon_threadsafe"), _THREADS),
    **dict.fromkeys(("call_later", "call_at"), "make a task that sleeps first: create_task(...)"),
}


def make_asyncio(context: Context) -> Face:
    """Return `asyncio`, and bind it to the run whose code goes on from here."""
    bind(context)
    return _ASYNCIO


# ---- tasks


def create_task(coro: object, *, name: str | None = None, context: object = None) -> Task:
    """Set a coroutine, step call or sleep going. `context` is ignored: a run has one for all its tasks."""
    return start_task(coro, name)


def gather(*awaitables: object, return_exceptions: bool = False) -> Gathering:
    """Wait for all, results in the order given. The first failure is raised at once; the others go on."""
    pay_to_start(awaitables)
    return Gathering(current_kernel(), awaitables, keep_errors=return_exceptions)


def shield(arg: object) -> Future:
    """Wait for something that goes on when whoever waits is cancelled."""
    inner = ensure_future(arg)
    return inner if inner.done() else Shield(current_kernel(), inner)


def as_completed(fs: Iterable[object], *, timeout: Any = None) -> AsCompleted:
    """Return the awaitables of results, in the order in which they come."""
    return AsCompleted(start_all(fs, may_be_coroutines=True), timeout, caller())


def wait(fs: Iterable[Any], *, timeout: Any = None, return_when: str = ALL_COMPLETED) -> Awaitable[Any]:
    """Wait until one or all are done, or the time is over; gives (done, pending), in the order given."""
    return wait_for_some(start_all(fs, may_be_coroutines=False), timeout, return_when, caller())


def current_task(loop: object = None) -> Task:
    """Return the task that runs. `loop` is ignored: a run has one."""
    return current_kernel().current_task()


def all_tasks(loop: object = None) -> OrderedSet:
    """Return the tasks that are not done, oldest first. `loop` is ignored: a run has one."""
    return OrderedSet(current_kernel().tasks())


# ---- time


def sleep(delay: Any, result: Any = None) -> Awaitable[Any]:
    """Sleep durably for `delay` seconds, or as `vm.sleep` has it; 0 lets the other tasks run."""
    return _sleep(delay, result, caller())


async def _sleep(delay: Any, result: Any, origin: Origin) -> Any:
    if is_nothing(delay):
        await Checkpoint(current_kernel())
    elif delay == inf:
        await Future(current_kernel())
    else:
        await current_run().call_sleep(delay, origin=origin)
    return result


def timeout(delay: Any) -> Timeout:
    """Give a block a time limit: it ends in `TimeoutError` when it takes longer."""
    return timeout_after(delay, caller())


def timeout_until(when: float | None) -> Timeout:
    """Give a block an end, in seconds of `time.monotonic()`."""
    return timeout_at(when, caller())


def wait_for(fut: Any, timeout: Any) -> Awaitable[Any]:
    """Await something for a limited time; then it is cancelled, waited for, and `TimeoutError` raised."""
    return _wait_for(fut, timeout, caller())


async def _wait_for(awaitable: Any, timeout: Any, origin: Origin) -> Any:
    if is_nothing(timeout):
        return await _take_or_cancel(ensure_future(awaitable))
    async with timeout_after(timeout, origin):
        return await awaitable


async def _take_or_cancel(future: Future) -> Any:
    if not future.done():
        future.cancel()
        await wait_for_some([future], None, ALL_COMPLETED)
    try:
        return future.result()
    except Cancelled as cancelled:
        raise TimeoutError from cancelled


# ---- the loop, as far as there is one


def _loop_time() -> float:
    return monotonic_ms() / 1000


def _loop_call_soon(callback: Callable[..., object], *args: object, context: object = None) -> None:
    call_soon(current_kernel(), callback, *args)


_LOOP_FACE: Final = Face(
    "asyncio.loop",
    {
        "time": _loop_time,
        "create_task": create_task,
        "create_future": OwnFuture,
        "call_soon": _loop_call_soon,
        "is_running": lambda: True,
        "is_closed": lambda: False,
        "get_debug": lambda: False,
    },
    _REFUSED_OF_LOOP,
)


def get_running_loop() -> Face:
    """Return what there is of a loop: `time()`, `create_task`, `create_future`, `call_soon`."""
    return _LOOP_FACE


# ---- questions


def iscoroutine(obj: object) -> bool:
    return type(obj) is CoroutineType


def iscoroutinefunction(func: object) -> bool:
    function = func.__func__ if isinstance(func, MethodType) else func
    return isinstance(function, FunctionType) and bool(function.__code__.co_flags & _CODE_OF_COROUTINE)


def isfuture(obj: object) -> bool:
    return isinstance(obj, Future)


_ASYNCIO: Final = Face(
    "asyncio",
    {
        **{
            function.__name__: function
            for function in (create_task, gather, shield, as_completed, wait, current_task, all_tasks, sleep, timeout)
        },
        **{
            function.__name__: function
            for function in (wait_for, get_running_loop, iscoroutine, iscoroutinefunction, isfuture, ensure_future)
        },
        **asyncio_sync.OFFERS,
        "timeout_at": timeout_until,
        "get_event_loop": get_running_loop,
        "TaskGroup": TaskGroup,
        "Timeout": Timeout,
        "Future": OwnFuture,
        "Task": Task,
        "CancelledError": Cancelled,
        "InvalidStateError": InvalidAwait,
        "TimeoutError": TimeoutError,
        "FIRST_COMPLETED": FIRST_COMPLETED,
        "FIRST_EXCEPTION": FIRST_EXCEPTION,
        "ALL_COMPLETED": ALL_COMPLETED,
    },
    REFUSED,
)
