"""Attempts run where the loop stands until they wait; nobody can tell from inside."""

from __future__ import annotations

import signal
from contextvars import ContextVar
from typing import Any

import pytest
import trio

from tests.host.hosts import host, step_id
from vm.core.combine import Gather
from vm.core.context import Context
from vm.host.handover import run_until_wait

COLOUR: ContextVar[str] = ContextVar("colour", default="none")


async def test_coroutine_that_never_waits_hands_nothing_over() -> None:
    waits: list[str] = []

    async def work() -> int:
        return 7

    assert await run_until_wait(work(), lambda: waits.append("waits")) == 7
    assert waits == []


async def test_coroutine_hands_over_once_before_it_first_waits() -> None:
    seen: list[str] = []

    async def work() -> int:
        seen.append("began")
        await trio.lowlevel.checkpoint()
        await trio.lowlevel.checkpoint()
        seen.append("goes on")
        return 7

    assert await run_until_wait(work(), lambda: seen.append("waits")) == 7
    assert seen == ["began", "waits", "goes on"]


async def test_variables_that_a_coroutine_sets_stay_with_it() -> None:
    async def work() -> str:
        COLOUR.set("red")
        await trio.lowlevel.checkpoint()
        return COLOUR.get()

    assert await run_until_wait(work(), lambda: None) == "red"
    assert COLOUR.get() == "none"


async def test_cancellation_reaches_a_coroutine_that_waits() -> None:
    ends: list[str] = []

    async def work() -> None:
        try:
            await trio.sleep_forever()
        finally:
            ends.append("cleaned up")

    with trio.CancelScope() as scope:
        await run_until_wait(work(), scope.cancel)
    assert scope.cancelled_caught
    assert ends == ["cleaned up"]


async def test_what_a_coroutine_raises_comes_through_whether_it_waited_or_not() -> None:
    async def work(waits: bool) -> None:
        if waits:
            await trio.lowlevel.checkpoint()
        raise KeyError("lost")

    for waits in (False, True):
        with pytest.raises(KeyError, match="lost"):
            await run_until_wait(work(waits), lambda: None)


@trio.lowlevel.enable_ki_protection
async def test_ctrl_c_interrupts_the_coroutine_where_its_caller_is_protected() -> None:
    async def work() -> None:
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        await run_until_wait(work(), lambda: None)


async def test_steps_that_wait_and_steps_that_do_not_run_side_by_side_each_with_its_own_variables() -> None:
    order: list[object] = []
    last = trio.Event()

    async def slow(_: int) -> str:
        COLOUR.set("slow")
        order.append("began")
        await last.wait()
        return COLOUR.get()

    async def quick(number: int) -> str:
        order.append(number)
        before = COLOUR.get()
        COLOUR.set(str(number))
        if number == 2:
            last.set()
        return before

    def make(context: Context) -> Any:
        async def main() -> list[str]:
            calls = [context.call_step(step_id(slow), (0,), {})]
            calls += [context.call_step(step_id(quick), (number,), {}) for number in range(3)]
            found: list[str] = await Gather(context.kernel, tuple(calls))
            return found

        return main

    async with host(slow, quick) as vm:
        assert await vm.run(make) == ["slow", "none", "none", "none"]
    assert order == ["began", 0, 1, 2]
