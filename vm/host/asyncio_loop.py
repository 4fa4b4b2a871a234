"""An asyncio loop in a thread of its own, for the steps whose libraries need one."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from typing import Any

import outcome
import trio


class AsyncioLoop:
    """Starts with the first step that needs it. `run` is called from trio."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    async def run(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Await `function(*args, **kwargs)` on the loop. Cancelling the caller cancels its asyncio task."""
        loop = self._start()
        token = trio.lowlevel.current_trio_token()
        waiter = trio.lowlevel.current_task()
        context = contextvars.copy_context()
        tasks: list[asyncio.Task[Any]] = []
        cancels: list[Callable[[], None]] = []

        def finish(task: asyncio.Task[Any]) -> None:
            ended = outcome.capture(cancels[0]) if cancels and task.cancelled() else _capture(task)
            try:
                token.run_sync_soon(trio.lowlevel.reschedule, waiter, ended)
            except trio.RunFinishedError:
                return  # the host is gone; nobody wants the outcome

        def begin() -> None:
            task = loop.create_task(function(*args, **kwargs), context=context)
            tasks.append(task)
            task.add_done_callback(finish)
            if cancels:
                task.cancel()

        def abort(raise_cancel: Callable[[], None]) -> trio.lowlevel.Abort:
            cancels.append(raise_cancel)
            loop.call_soon_threadsafe(lambda: [task.cancel() for task in tasks])
            return trio.lowlevel.Abort.FAILED  # the task's own end reschedules us

        loop.call_soon_threadsafe(begin)
        return await trio.lowlevel.wait_task_rescheduled(abort)

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


def _capture(task: asyncio.Task[Any]) -> outcome.Outcome[Any]:
    if task.cancelled():
        return outcome.Error(AsyncioStepCancelled("the step's asyncio task was cancelled"))
    error = task.exception()
    return outcome.Value(task.result()) if error is None else outcome.Error(error)
