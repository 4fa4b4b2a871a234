"""An asyncio loop in a thread of its own, for the steps whose libraries need one."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from typing import Any

import outcome
import trio

from vm.host.steps import Ended


class AsyncioLoop:
    """Starts with the first step that needs it. `run` is called from trio."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    async def run(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Ended:
        """Await `function(*args, **kwargs)` on the loop; return its value or what it raised, whatever that is.

        Cancelling the caller cancels its asyncio task, and waits for it.
        """
        loop = self._start()
        token = trio.lowlevel.current_trio_token()
        waiter = trio.lowlevel.current_task()
        context = contextvars.copy_context()
        tasks: list[asyncio.Task[Ended]] = []
        cancels: list[Callable[[], None]] = []

        def finish(task: asyncio.Task[Ended]) -> None:
            ended = _ending_of(task)
            is_cancelled = cancels and isinstance(ended, outcome.Error)
            news = outcome.capture(cancels[0]) if is_cancelled else outcome.Value(ended)
            try:
                token.run_sync_soon(trio.lowlevel.reschedule, waiter, news)
            except trio.RunFinishedError:
                return  # the host is gone; nobody wants the outcome

        def begin() -> None:
            # Captured inside the task: asyncio lets SystemExit and KeyboardInterrupt end its loop, and with it
            # every other step's attempt. So is a call with arguments that do not fit.
            task = loop.create_task(outcome.acapture(function, *args, **kwargs), context=context)
            tasks.append(task)
            task.add_done_callback(finish)
            if cancels:
                task.cancel()

        def abort(raise_cancel: Callable[[], None]) -> trio.lowlevel.Abort:
            cancels.append(raise_cancel)
            loop.call_soon_threadsafe(lambda: [task.cancel() for task in tasks])
            return trio.lowlevel.Abort.FAILED  # the task's own end reschedules us

        loop.call_soon_threadsafe(begin)
        ended: Ended = await trio.lowlevel.wait_task_rescheduled(abort)
        return ended

    def close(self) -> None:
        """Cancel what still runs, stop the loop and wait for its thread."""
        if self._loop is None or self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop = self._thread = None

    def _start(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=_serve, args=(self._loop,), name="vm-asyncio", daemon=True)
            self._thread.start()
        return self._loop


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()


class AsyncioStepCancelled(Exception):
    """An asyncio step was cancelled by its own code."""


def _ending_of(task: asyncio.Task[Ended]) -> Ended:
    """Return how the step ended. A cancellation that reached it is told as an error of ours."""
    if not task.cancelled():
        ended = task.result()
        if not (isinstance(ended, outcome.Error) and isinstance(ended.error, asyncio.CancelledError)):
            return ended
    return outcome.Error(AsyncioStepCancelled("the step's asyncio task was cancelled"))
