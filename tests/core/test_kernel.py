"""The scheduler: order, cancellation, groups. Driven by hand, no clock, no workflow."""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest

from vm.core.combine import Gather, Race, TaskGroup, start_awaitable
from vm.core.kernel import Cancelled, CancelScope, Closed, Future, InvalidAwait, Kernel, Task


def drive(make: Callable[[Kernel], Coroutine[Any, Any, Any]]) -> tuple[Kernel, Task]:
    kernel = Kernel()
    task = kernel.spawn(make(kernel))
    kernel.run()
    return kernel, task


def test_tasks_step_first_in_first_out() -> None:
    seen: list[str] = []

    async def say(name: str, kernel: Kernel) -> None:
        seen.append(f"{name}1")
        done = Future(kernel)
        done._resolve(None)
        await done
        seen.append(f"{name}2")

    async def main(kernel: Kernel) -> None:
        kernel.spawn(say("a", kernel))
        kernel.spawn(say("b", kernel))
        seen.append("main")

    drive(main)
    assert seen == ["main", "a1", "a2", "b1", "b2"]


def test_waiters_wake_in_the_order_in_which_they_parked() -> None:
    kernel, gate, seen = Kernel(), None, []
    gate = Future(kernel)

    async def wait(name: str) -> None:
        seen.append((name, await gate))

    for name in "abc":
        kernel.spawn(wait(name))
    kernel.run()
    assert seen == []
    gate._resolve(7)
    kernel.run()
    assert seen == [("a", 7), ("b", 7), ("c", 7)]


def test_future_raises_what_it_was_rejected_with_at_every_await() -> None:
    async def main(kernel: Kernel) -> list[str]:
        future = Future(kernel)
        future._reject(KeyError("k"))
        texts = []
        for _ in range(2):
            try:
                await future
            except KeyError as error:
                texts.append(str(error))
        return texts

    _, task = drive(main)
    assert task.result() == ["'k'", "'k'"]


def test_future_that_is_pending_has_neither_result_nor_exception() -> None:
    future = Future(Kernel())
    assert not future.done()
    with pytest.raises(InvalidAwait):
        future.result()
    with pytest.raises(InvalidAwait):
        future.exception()


def test_cancelling_a_future_twice_changes_nothing() -> None:
    future = Future(Kernel())
    assert future.cancel()
    assert not future.cancel()
    assert future.cancelled()
    with pytest.raises(Cancelled):
        future.result()


def test_spawn_refuses_what_is_not_a_coroutine() -> None:
    with pytest.raises(InvalidAwait, match="int"):
        Kernel().spawn(7)  # type: ignore[arg-type]


class _Foreign:
    def __await__(self) -> Any:
        yield "a trap of nobody's"


def test_a_foreign_awaitable_is_refused_at_its_await() -> None:
    async def main(_: Kernel) -> str:
        try:
            await _Foreign()
        except InvalidAwait as error:
            return str(error)
        return "it was awaited"

    _, task = drive(main)
    assert task.result() == "str cannot be awaited in a workflow"


def test_a_future_of_another_kernel_is_refused() -> None:
    other = Future(Kernel())

    async def main(_: Kernel) -> None:
        await other

    _, task = drive(main)
    with pytest.raises(InvalidAwait):
        task.result()


def test_cancel_is_delivered_once_where_the_task_waits() -> None:
    kernel = Kernel()
    gate, second = Future(kernel), Future(kernel)
    seen = []

    async def main() -> str:
        try:
            await gate
        except Cancelled:
            seen.append("cancelled")
        await second
        return "went on"

    task = kernel.spawn(main())
    kernel.run()
    assert task.cancel()
    kernel.run()
    second._resolve(None)
    kernel.run()
    assert seen == ["cancelled"]
    assert task.result() == "went on"
    assert not task.cancel()


def test_cancel_of_a_running_task_is_delivered_at_its_next_await() -> None:
    kernel = Kernel()
    box: list[Task] = []

    async def main() -> None:
        box[0].cancel()
        await Future(kernel)

    box.append(kernel.spawn(main()))
    kernel.run()
    assert box[0].cancelled()


def test_cancel_of_a_task_that_has_not_begun_ends_it() -> None:
    kernel = Kernel()

    async def main() -> None:
        raise AssertionError("it began")

    task = kernel.spawn(main())
    task.cancel()
    kernel.run()
    assert task.cancelled()


def test_scope_cancels_at_every_await_until_it_is_left() -> None:
    kernel = Kernel()
    counts = [0]

    async def main() -> str:
        with CancelScope(kernel) as scope:
            for _ in range(3):
                try:
                    scope.cancel()
                    await Future(kernel)
                except Cancelled:
                    counts[0] += 1
            await Future(kernel)
        assert scope.cancelled_caught
        return "out"

    task = kernel.spawn(main())
    kernel.run()
    assert counts == [3]
    assert task.result() == "out"


def test_scope_cancelled_from_outside_interrupts_the_parked_task() -> None:
    kernel = Kernel()
    scopes = []

    async def main() -> str:
        with CancelScope(kernel) as scope:
            scopes.append(scope)
            await Future(kernel)
        return "out"

    task = kernel.spawn(main())
    kernel.run()
    scopes[0].cancel()
    scopes[0].cancel()
    kernel.run()
    assert task.result() == "out"


def test_outer_scope_passes_through_the_inner_one() -> None:
    kernel = Kernel()
    scopes = []
    seen = []

    async def main() -> str:
        with CancelScope(kernel) as outer:
            scopes.append(outer)
            with CancelScope(kernel) as inner:
                await Future(kernel)
            seen.append("inner went on")
        seen.append((outer.cancelled_caught, inner.cancelled_caught))
        return "out"

    task = kernel.spawn(main())
    kernel.run()
    scopes[0].cancel()
    kernel.run()
    assert seen == [(True, False)]
    assert task.result() == "out"


def test_shielded_scope_keeps_outer_cancellation_out() -> None:
    kernel = Kernel()
    gate = Future(kernel)
    scopes, seen = [], []

    async def main() -> None:
        with CancelScope(kernel) as outer:
            scopes.append(outer)
            with CancelScope(kernel, shield=True):
                await gate
                seen.append("shielded part ended")
            await Future(kernel)
            seen.append("never")

    task = kernel.spawn(main())
    kernel.run()
    scopes[0].cancel()
    kernel.run()
    assert not task.done()
    gate._resolve(None)
    kernel.run()
    assert seen == ["shielded part ended"]
    assert task.done()


def test_gather_returns_results_in_the_order_given() -> None:
    kernel = Kernel()
    first, second = Future(kernel), Future(kernel)

    async def main() -> Any:
        return await Gather(kernel, (first, second, first))

    task = kernel.spawn(main())
    kernel.run()
    second._resolve(2)
    first._resolve(1)
    kernel.run()
    assert task.result() == [1, 2, 1]


def test_gather_of_nothing_is_an_empty_list() -> None:
    assert Gather(Kernel(), ()).result() == []


def test_gather_raises_the_first_failure_and_leaves_the_others_going() -> None:
    kernel = Kernel()
    first, second = Future(kernel), Future(kernel)
    gather = Gather(kernel, (first, second))
    second._reject(ValueError("two"))
    with pytest.raises(ValueError, match="two"):
        gather.result()
    assert not first.done()
    first._resolve(1)
    assert not gather.cancel()


def test_gather_keeps_errors_in_place_when_asked_to() -> None:
    kernel = Kernel()
    futures = [Future(kernel) for _ in range(3)]
    gather = Gather(kernel, tuple(futures), keep_errors=True)
    futures[2].cancel()
    futures[1]._reject(ValueError("two"))
    futures[0]._resolve(1)
    one, two, three = gather.result()
    assert one == 1
    assert isinstance(two, ValueError)
    assert isinstance(three, Cancelled)


def test_gather_is_cancelled_when_a_child_is() -> None:
    kernel = Kernel()
    child = Future(kernel)
    gather = Gather(kernel, (child,))
    child.cancel()
    assert gather.cancelled()


def test_gather_given_up_by_its_waiter_cancels_its_children() -> None:
    kernel = Kernel()
    child = Future(kernel)

    async def main() -> None:
        await Gather(kernel, (child,))

    task = kernel.spawn(main())
    kernel.run()
    task.cancel()
    kernel.run()
    assert child.cancelled()
    assert task.cancelled()


def test_gather_of_something_done_already_does_not_wait_for_it() -> None:
    kernel = Kernel()
    done, failed = Future(kernel), Future(kernel)
    done._resolve(1)
    failed._reject(ValueError("late"))
    assert Gather(kernel, (done,)).result() == [1]
    with pytest.raises(ValueError, match="late"):
        Gather(kernel, (done, failed, Future(kernel))).result()


def test_race_gives_the_first_result_and_cancels_the_others_at_once() -> None:
    kernel = Kernel()
    fast, slow = Future(kernel), Future(kernel)
    race = Race(kernel, (slow, fast))
    fast._resolve("fast")
    assert race.result() == "fast"
    assert slow.cancelled()
    assert not race.cancel()


def test_race_raises_when_the_first_to_end_failed() -> None:
    kernel = Kernel()
    fast, slow = Future(kernel), Future(kernel)
    race = Race(kernel, (slow, fast))
    fast._reject(ValueError("first"))
    with pytest.raises(ValueError, match="first"):
        race.result()


def test_race_is_decided_when_one_is_done_already() -> None:
    kernel = Kernel()
    done, other = Future(kernel), Future(kernel)
    done._resolve(1)
    assert Race(kernel, (other, done)).result() == 1
    assert other.cancelled()


def test_race_needs_somebody() -> None:
    with pytest.raises(InvalidAwait, match="something"):
        Race(Kernel(), ())


def test_race_whose_child_is_cancelled_first_is_cancelled() -> None:
    kernel = Kernel()
    one, two = Future(kernel), Future(kernel)
    race = Race(kernel, (one, two))
    one.cancel()
    assert race.cancelled()
    assert two.cancelled()


def test_race_given_up_by_its_waiter_cancels_its_children() -> None:
    kernel = Kernel()
    one, two = Future(kernel), Future(kernel)

    async def main() -> None:
        await Race(kernel, (one, two))

    task = kernel.spawn(main())
    kernel.run()
    task.cancel()
    kernel.run()
    assert one.cancelled()
    assert two.cancelled()


def test_task_group_waits_for_its_tasks() -> None:
    kernel = Kernel()
    gates = [Future(kernel), Future(kernel)]

    async def child(gate: Future) -> Any:
        return await gate

    async def main() -> list[Any]:
        async with TaskGroup(kernel) as group:
            tasks = [group.create_task(child(gates[0])), group.create_task(gates[1])]
        return [task.result() for task in tasks]

    task = kernel.spawn(main())
    kernel.run()
    gates[1]._resolve(2)
    kernel.run()
    assert not task.done()
    gates[0]._resolve(1)
    kernel.run()
    assert task.result() == [1, 2]


def test_task_group_cancels_siblings_and_block_when_a_task_fails() -> None:
    kernel = Kernel()
    seen = []

    async def fail() -> None:
        raise ValueError("child")

    async def wait(name: str) -> None:
        try:
            await Future(kernel)
        finally:
            seen.append(name)

    async def main() -> None:
        async with TaskGroup(kernel) as group:
            group.create_task(wait("sibling"))
            group.create_task(fail())
            await wait("block")

    task = kernel.spawn(main())
    kernel.run()
    with pytest.raises(ExceptionGroup) as caught:
        task.result()
    assert [str(error) for error in caught.value.exceptions] == ["child"]
    assert sorted(seen) == ["block", "sibling"]


def test_task_group_gathers_the_blocks_own_error_too() -> None:
    kernel = Kernel()

    async def main() -> None:
        async with TaskGroup(kernel) as group:
            group.create_task(Future(kernel))
            raise KeyError("block")

    task = kernel.spawn(main())
    kernel.run()
    with pytest.raises(ExceptionGroup) as caught:
        task.result()
    assert isinstance(caught.value.exceptions[0], KeyError)


def test_task_group_cancelled_while_it_waits_lets_its_tasks_clean_up_first() -> None:
    kernel = Kernel()
    cleanup = Future(kernel)
    seen = []

    async def child() -> None:
        try:
            await Future(kernel)
        finally:
            with CancelScope(kernel, shield=True):
                await cleanup
            seen.append("cleaned")

    async def main() -> None:
        async with TaskGroup(kernel) as group:
            group.create_task(child())

    task = kernel.spawn(main())
    kernel.run()
    task.cancel()
    kernel.run()
    assert not task.done()
    cleanup._resolve(None)
    kernel.run()
    assert seen == ["cleaned"]
    assert task.cancelled()


def test_outer_scope_reaches_the_tasks_of_a_group_inside_it() -> None:
    kernel = Kernel()
    scopes, seen = [], []

    async def child() -> None:
        try:
            await Future(kernel)
        finally:
            seen.append("child left")

    async def main() -> str:
        with CancelScope(kernel) as scope:
            scopes.append(scope)
            async with TaskGroup(kernel) as group:
                group.create_task(child())
                await Future(kernel)
        return "out"

    task = kernel.spawn(main())
    kernel.run()
    scopes[0].cancel()
    kernel.run()
    assert seen == ["child left"]
    assert task.result() == "out"


def test_failures_nobody_looked_at_are_kept_for_the_report() -> None:
    async def fail() -> None:
        raise ValueError("unseen")

    async def main(kernel: Kernel) -> None:
        kernel.spawn(fail())

    kernel, _ = drive(main)
    (task,) = kernel.unretrieved
    assert isinstance(task.exception(), ValueError)
    assert not kernel.unretrieved


def test_closing_runs_no_more_than_the_bodys_own_cleanup() -> None:
    kernel = Kernel()
    seen = []

    async def stubborn() -> None:
        for _ in range(2):
            try:
                await Future(kernel)
            except BaseException:  # noqa: BLE001 - what a hostile body does
                seen.append("refused to go")

    async def failing() -> None:
        try:
            await Future(kernel)
        finally:
            raise ValueError("in cleanup")

    kernel.spawn(stubborn())
    kernel.spawn(failing())
    kernel.run()
    kernel.close()
    assert kernel.is_dead
    assert kernel.tasks() == []
    assert seen == ["refused to go", "refused to go"]


def test_async_generators_are_not_handed_to_the_hosts_loop() -> None:
    handed: list[Any] = []
    before = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(firstiter=handed.append, finalizer=handed.append)
    try:

        async def numbers() -> AsyncIterator[int]:
            yield 1
            yield 2

        async def main(_: Kernel) -> int:
            async for number in numbers():
                return number
            return 0

        _, task = drive(main)
        assert task.result() == 1
        assert handed == []
        assert sys.get_asyncgen_hooks().firstiter == handed.append
    finally:
        sys.set_asyncgen_hooks(*before)


@pytest.mark.parametrize("is_enabled", [True, False])
def test_garbage_is_not_collected_while_a_body_runs(is_enabled: bool) -> None:
    seen = []

    async def main(_: Kernel) -> None:
        seen.append(gc.isenabled())

    was_enabled = gc.isenabled()
    (gc.enable if is_enabled else gc.disable)()
    try:
        drive(main)
        assert gc.isenabled() is is_enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()
    assert seen == [False]


def test_there_is_no_current_task_outside_a_run() -> None:
    with pytest.raises(Closed):
        Kernel().current_task()


def test_start_awaitable_refuses_plain_values() -> None:
    with pytest.raises(InvalidAwait, match="list"):
        start_awaitable(Kernel(), [])


def test_task_shows_its_number_and_state_and_no_address() -> None:
    async def main(_: Kernel) -> None: ...

    _, task = drive(main)
    assert repr(task) == "<Task 1 resolved>"
