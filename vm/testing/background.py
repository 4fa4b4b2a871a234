"""The VM for tests that do not run trio: plain pytest, unittest, asyncio."""

from __future__ import annotations

import functools
import unittest
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from vm.face.background import BackgroundVM
from vm.inspect.views import WaitView
from vm.testing.stand_ins import Call
from vm.testing.tester import OpenHook, TestVM, open_test_vm

_Answer = TypeVar("_Answer")


class BackgroundTestVM(BackgroundVM):
    """`TestVM` for tests without an event loop: its methods block. Runs are named by their ids. Use it in a `with`."""

    __test__ = False

    def __init__(self, **options: Any) -> None:
        super().__init__()
        self._open = cast(Any, functools.partial(open_test_vm, **options))

    def now(self) -> datetime:
        return self._ask(lambda vm: vm.now())

    def stub_step(self, name: str, function: Callable[..., Any]) -> None:
        """See `TestVM.stub_step`."""
        self._ask(lambda vm: vm.stub_step(name, function))

    def fail_step(self, name: str, *, times: int = 1, error: Any = None) -> None:
        """See `TestVM.fail_step`."""
        self._ask(lambda vm: vm.fail_step(name, times=times, error=error))

    def calls(self, name: str) -> list[Call]:
        """See `TestVM.calls`."""
        return self._ask(lambda vm: vm.calls(name))

    def advance(self, duration: Any = None, /, **parts: float) -> None:
        """See `TestVM.advance`."""
        self._wait(lambda vm: vm.advance(duration, **parts))

    def wait_for_sleep(self, run_id: str) -> WaitView:
        """See `TestVM.wait_for_sleep`."""
        return self._wait(lambda vm: vm.wait_for_sleep(run_id))

    def wait_for_hook(self, run_id: str, token: str | None = None) -> OpenHook:
        """See `TestVM.wait_for_hook`. Send to it with `resume_hook`."""
        return self._wait(lambda vm: vm.wait_for_hook(run_id, token))

    def journal(self, run_id: str) -> str:
        """See `TestVM.journal`."""
        return self._ask(lambda vm: vm.journal(run_id))

    def assert_replays(self, run_id: str, **options: Any) -> None:
        """See `TestVM.assert_replays`."""
        self._ask(lambda vm: vm.assert_replays(run_id, **options))

    def _ask(self, ask: Callable[[TestVM], _Answer]) -> _Answer:
        """Ask the VM, in its own thread, for what it answers at once."""

        async def answer(vm: TestVM) -> _Answer:
            return ask(vm)

        return self._wait(answer)

    def _wait(self, ask: Callable[[TestVM], Awaitable[_Answer]]) -> _Answer:
        answer: _Answer = self._call(cast(Any, ask))
        return answer


class WorkflowTestCase(unittest.TestCase):
    """A test case of unittest with a `BackgroundTestVM` of its own for each test, as `self.vm`."""

    vm: BackgroundTestVM

    def setUp(self) -> None:
        super().setUp()
        self.vm = self.enterContext(BackgroundTestVM())
