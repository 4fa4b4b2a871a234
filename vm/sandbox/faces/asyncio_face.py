"""`asyncio` as a body sees it: the same calls, on the run's own kernel, durable where they wait for time.

`asyncio.sleep(60)` is a wait in the journal; tasks, locks and queues are functions of it. What would reach
the real loop, a thread or a process is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any, Final

from stdlib_shims.face import Face
from vm.core import sync
from vm.core.combine import Gather, TaskGroup, start_awaitable
from vm.core.context import Context
from vm.core.kernel import Cancelled, Checkpoint, Future, InvalidAwait, Kernel, Task
from vm.core.timeouts import Timeout
from vm.sandbox.surface import caller

REFUSED: Final = {
    **dict.fromkeys(("run", "Runner"), "a body runs in a loop already: await the coroutine"),
    **dict.fromkeys(
        ("get_event_loop", "get_running_loop", "new_event_loop", "set_event_loop"),
        "a body has no loop of its own: use create_task, gather, timeout",
    ),
    "to_thread": 'threads are not repeatable: put the work into a plain `def` with "use step"',
    "run_coroutine_threadsafe": "threads are not repeatable",
    **dict.fromkeys(
        ("open_connection", "start_server", "create_subprocess_exec", "create_subprocess_shell"),
        "the outside world is for steps",
    ),
}

FIRST_COMPLETED: Final = "FIRST_COMPLETED"
FIRST_EXCEPTION: Final = "FIRST_EXCEPTION"
ALL_COMPLETED: Final = "ALL_COMPLETED"


def make_asyncio(context: Context) -> Face:
    """Return the frozen `asyncio` of one run."""
    kernel = context.kernel
    members: dict[str, object] = {
        **_tasks(context),
        **_time(context),
        **_sync(kernel),
        "CancelledError": Cancelled,
        "InvalidStateError": InvalidAwait,
        "TimeoutError": TimeoutError,
        "QueueEmpty": sync.QueueEmpty,
        "QueueFull": sync.QueueFull,
        "Future": Future,
        "Task": Task,
        "FIRST_COMPLETED": FIRST_COMPLETED,
        "FIRST_EXCEPTION": FIRST_EXCEPTION,
        "ALL_COMPLETED": ALL_COMPLETED,
    }
    return Face("asyncio", members, REFUSED)


def _tasks(context: Context) -> dict[str, object]:
    kernel = context.kernel

    def gather(*awaitables: object, return_exceptions: bool = False) -> Gather:
        return Gather(kernel, awaitables, keep_errors=return_exceptions)

    def create_task(awaitable: object, *, name: str | None = None) -> Future:
        return start_awaitable(kernel, awaitable)

    def task_group() -> TaskGroup:
        return TaskGroup(kernel)

    def shield(awaitable: object) -> Awaitable[Any]:
        return _Shield(kernel, start_awaitable(kernel, awaitable))

    def as_completed(awaitables: Iterable[object], *, timeout: Any = None) -> Iterator[Awaitable[Any]]:
        _refuse_timeout(timeout)
        return _as_completed(kernel, [start_awaitable(kernel, awaitable) for awaitable in awaitables])

    async def wait(
        awaitables: Iterable[Any], *, timeout: Any = None, return_when: str = ALL_COMPLETED
    ) -> tuple[list[Future], list[Future]]:
        _refuse_timeout(timeout)
        return await _wait(kernel, [start_awaitable(kernel, awaitable) for awaitable in awaitables], return_when)

    return {
        "gather": gather,
        "create_task": create_task,
        "ensure_future": create_task,
        "TaskGroup": task_group,
        "shield": shield,
        "as_completed": as_completed,
        "wait": wait,
        "current_task": kernel.current_task,
    }


def _time(context: Context) -> dict[str, object]:
    async def sleep(delay: Any, result: Any = None) -> Any:
        """Sleep durably for `delay` seconds; 0 lets the other tasks run."""
        if type(delay) in (int, float) and delay <= 0:
            await Checkpoint(context.kernel)
        else:
            await context.call_sleep(delay)
        return result

    def timeout(delay: Any) -> Timeout:
        return Timeout(context, delay, caller())

    async def wait_for(awaitable: Any, timeout: Any) -> Any:
        """Await something for at most `timeout` seconds; then it is cancelled, and `TimeoutError` raised."""
        if timeout is None:
            return await awaitable
        async with Timeout(context, timeout, caller()):
            return await awaitable

    return {"sleep": sleep, "timeout": timeout, "wait_for": wait_for}


def _sync(kernel: Kernel) -> dict[str, object]:
    makers: dict[str, Callable[..., object]] = {
        "Event": lambda: sync.Event(kernel),
        "Lock": lambda: sync.Lock(kernel),
        "Semaphore": lambda value=1: sync.Semaphore(kernel, value),
        "BoundedSemaphore": lambda value=1: sync.Semaphore(kernel, value, is_bounded=True),
        "Queue": lambda maxsize=0: sync.Queue(kernel, maxsize),
    }
    return {**makers}


class _Shield(Future):
    """Waits for another future; giving up on this one leaves that one alone."""

    __slots__ = ("_inner",)

    def __init__(self, kernel: Kernel, inner: Future) -> None:
        super().__init__(kernel)
        self._inner = inner
        if inner.done():
            self._on_done(inner)
        else:
            inner._waiters.append(self)

    def _on_done(self, future: Future) -> None:
        if self.done():
            return
        if future.cancelled():
            super().cancel()
        elif (error := future.exception()) is not None:
            self._reject(error)
        else:
            self._resolve(future.result())


class _Arrivals:
    """Collects futures in the order in which they are done."""

    def __init__(self, kernel: Kernel, futures: list[Future]) -> None:
        self.queue = sync.Queue(kernel)
        for future in dict.fromkeys(futures):
            if future.done():
                self._on_done(future)
            else:
                future._waiters.append(self)

    def _on_done(self, future: Future) -> None:
        self.queue.put_nowait(future)


def _as_completed(kernel: Kernel, futures: list[Future]) -> Iterator[Awaitable[Any]]:
    arrivals = _Arrivals(kernel, futures)

    async def take() -> Any:
        return (await arrivals.queue.get()).result()

    for _ in dict.fromkeys(futures):
        yield take()


async def _wait(kernel: Kernel, futures: list[Future], return_when: str) -> tuple[list[Future], list[Future]]:
    """Return those done and those pending, each in the order given: a set would have no order to rely on."""
    arrivals = _Arrivals(kernel, futures)
    for _ in dict.fromkeys(futures):
        future = await arrivals.queue.get()
        if return_when == FIRST_COMPLETED:
            break
        if return_when == FIRST_EXCEPTION and not future.cancelled() and future.exception() is not None:
            break
    unique = list(dict.fromkeys(futures))
    return [future for future in unique if future.done()], [future for future in unique if not future.done()]


def _refuse_timeout(timeout: Any) -> None:
    if timeout is not None:
        raise InvalidAwait("give the time limit with `async with timeout(...)`")
