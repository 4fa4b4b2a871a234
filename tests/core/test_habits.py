"""What asyncio people ask of futures and tasks, and how cancellation passes through what is awaited."""

from __future__ import annotations

from typing import Any

import pytest

from vm.core.habits import call_soon
from vm.core.kernel import Cancelled, CancelScope, Future, Kernel
from vm.core.sync import Checkpoint


def test_callback_runs_behind_what_is_ready_and_may_be_taken_back() -> None:
    kernel, seen = Kernel(), []
    future = Future(kernel)

    async def wait() -> None:
        await future
        seen.append("waiter")

    future.add_done_callback(lambda done: seen.append(done.result()))
    future.add_done_callback(seen.append)
    kernel.spawn(wait())
    kernel.run()
    assert future.remove_done_callback(seen.append) == 1
    future._resolve("callback")
    kernel.run()
    future.add_done_callback(lambda done: seen.append("late"))
    kernel.run()
    assert seen == ["callback", "waiter", "late"]


def test_closed_kernel_calls_nothing() -> None:
    kernel, seen = Kernel(), []
    kernel.close()
    call_soon(kernel, seen.append, 1)
    kernel.run()
    assert seen == []


def test_task_has_a_name_of_its_own_or_by_its_number() -> None:
    kernel = Kernel()

    async def nothing() -> None:
        pass

    task = kernel.spawn(nothing())
    assert task.get_name() == "Task-1"
    task.set_name(7)
    assert task.get_name() == "7"
    kernel.run()


def test_cancellation_taken_back_before_it_was_delivered_is_dropped() -> None:
    kernel, seen = Kernel(), []

    async def main() -> None:
        task = kernel.current_task()
        task.cancel()
        seen.append((task.cancelling(), task.uncancel(), task.uncancel()))
        await Checkpoint(kernel)
        seen.append("went on")

    kernel.spawn(main())
    kernel.run()
    assert seen == [(1, 0, 0), "went on"]


@pytest.mark.parametrize("is_before", [True, False])
def test_cancelling_a_task_that_awaits_another_cancels_that_one(is_before: bool) -> None:
    kernel, seen = Kernel(), []

    async def inner() -> str:
        try:
            await Future(kernel)
        except Cancelled as error:
            seen.append(error.args)
        return "stayed"

    async def outer() -> Any:
        if is_before:
            kernel.current_task().cancel("enough")
        return await task

    task = kernel.spawn(inner())
    waiting = kernel.spawn(outer())
    kernel.run()
    if not is_before:
        waiting.cancel("enough")
        kernel.run()
    assert (waiting.result(), seen) == ("stayed", [("enough",)])


def test_cancellation_says_what_it_was_given_to_say() -> None:
    kernel, seen = Kernel(), []

    async def main() -> None:
        try:
            await Future(kernel)
        except Cancelled as error:
            seen.append(error.args)

    task = kernel.spawn(main())
    kernel.run()
    task.cancel("enough")
    kernel.run()
    assert seen == [("enough",)]


def test_exception_of_a_cancelled_future_raises() -> None:
    future = Future(Kernel())
    future.cancel()
    with pytest.raises(Cancelled):
        future.exception()


def test_scope_does_not_take_away_what_a_task_is_about_to_get() -> None:
    kernel, seen = Kernel(), []
    future, scope = Future(kernel), CancelScope(kernel)

    async def main() -> None:
        with scope:
            seen.append(await future)
            await Future(kernel)
            seen.append("never")

    kernel.spawn(main())
    kernel.run()
    future._resolve("value")
    scope.cancel()
    kernel.run()
    assert seen == ["value"]
    assert scope.cancelled_caught
