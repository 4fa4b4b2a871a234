"""What CPython's tests of asyncio want of a loop and of a test case, on the body of a run."""

from __future__ import annotations

import inspect
import unittest
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, ClassVar
from unittest import mock

from tools.conformance.stand import Stand
from vm.core.kernel import Future, Task
from vm.sandbox.faces import asyncio_face
from vm.sandbox.faces.asyncio_futures import OwnFuture, ensure_future, start_task
from vm.sandbox.faces.binding import current_kernel, current_run

_LOOP: Any = asyncio_face.get_running_loop()


class Loop:
    """The run's own loop, which a test may also drive: from its thread, while the body waits for what it gives."""

    def __init__(self, stand: Stand, began: float = 0.0) -> None:
        self._stand = stand
        self._began = began
        self._stop: Future | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(_LOOP, name)

    def time(self) -> float:
        return float(_LOOP.time()) - self._began

    @property
    def _ready(self) -> list[Task]:
        return list(current_kernel()._ready)

    def run_until_complete(self, awaitable: Any) -> Any:
        if self._stand.is_waiting:
            raise RuntimeError("This event loop is already running")
        return self._stand.wait(lambda: ensure_future(awaitable))

    def run_forever(self) -> None:
        self._stop = OwnFuture()
        self._stand.wait(lambda: self._stop)  # type: ignore[arg-type, return-value]

    def stop(self) -> None:
        assert self._stop is not None
        self._stop._resolve(None)

    def is_running(self) -> bool:
        return self._stand.is_waiting

    def advance_time(self, seconds: float) -> None:
        current_run().now_ms += round(seconds * 1000)

    def call_later(self, seconds: float, call: Callable[..., object], *args: object) -> Any:
        async def wait_and_call() -> None:
            await asyncio_face.sleep(seconds)
            call(*args)

        task = start_task(wait_and_call())
        return SimpleNamespace(cancel=task.cancel)

    def call_at(self, when: float, call: Callable[..., object], *args: object) -> Any:
        return self.call_later(when - self.time(), call, *args)

    def create_task(self, coro: Any, *, name: str | None = None, context: object = None) -> Task:
        return start_task(coro, name)

    def _change_nothing(self, *_: Any) -> None:
        """What sets up a loop sets up nothing here."""

    close = set_debug = set_task_factory = set_exception_handler = _change_nothing


class BodyTestCase(unittest.TestCase):
    """A test case whose tests, set-ups and clean-ups share the body of one run."""

    current: ClassVar[BodyTestCase | None] = None

    def run(self, result: unittest.TestResult | None = None) -> unittest.TestResult | None:
        self.stand = Stand()
        BodyTestCase.current = self
        self.stand.run(lambda: self._run_in_thread(result))
        return result

    def _run_in_thread(self, result: unittest.TestResult | None) -> None:
        super().run(result)

    async def asyncSetUp(self) -> None:
        """As in `IsolatedAsyncioTestCase`."""

    async def asyncTearDown(self) -> None:
        """As in `IsolatedAsyncioTestCase`."""

    def _callSetUp(self) -> None:
        self.setUp()
        self.stand.wait(self.asyncSetUp)

    def _callTearDown(self) -> None:
        self.stand.wait(self.asyncTearDown)
        self.tearDown()

    def _callTestMethod(self, method: Callable[[], Any]) -> None:
        if inspect.iscoroutinefunction(method):
            self.stand.wait(method)
        else:
            method()

    def addAsyncCleanup(self, call: Callable[..., Any], *args: Any) -> None:
        self.addCleanup(lambda: self.stand.wait(lambda: call(*args)))


class LoopTestCase(BodyTestCase):
    """`test.test_asyncio.utils.TestCase`: its tests make loops, and drive them."""

    def new_test_loop(self, gen: object = None) -> Loop:
        return Loop(self.stand, _LOOP.time())

    def set_event_loop(self, loop: Loop, *, cleanup: bool = True) -> None:
        """There is one loop."""

    def close_loop(self, loop: Loop) -> None:
        """It is the run's."""


def run_briefly(loop: Loop) -> None:
    async def once() -> None:
        """Let the others run."""

    loop.run_until_complete(once())


def run_once(loop: Loop) -> None:
    loop.call_soon(loop.stop)
    loop.run_forever()


async def await_without_task(coro: Any) -> None:
    raise unittest.SkipTest("there is no code outside of tasks in a body")


def _mock_callback(**options: Any) -> mock.Mock:
    return mock.Mock(spec=["__call__"], **options)


UTILS = SimpleNamespace(
    TestCase=LoopTestCase,
    run_briefly=run_briefly,
    run_once=run_once,
    await_without_task=await_without_task,
    MockCallback=_mock_callback,
)
"""For `test.test_asyncio.utils`."""
