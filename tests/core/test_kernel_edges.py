"""The kernel's corners: cycles, closed groups, scopes used twice, what is refused half-way, what is left behind."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from tests.core.programs import attempt, completed, finish_step, started
from vm.core.combine import Gather, Race, TaskGroup
from vm.core.commands import CancelStep, CompleteRun, FailRun, RunStep, WriteLog
from vm.core.context import Context
from vm.core.kernel import Cancelled, CancelScope, Future, InvalidAwait, Kernel, Task
from vm.errors import MalformedValue

STEP = "step//test.py//one"


def run(kernel: Kernel, main: Callable[[], Any]) -> Task:
    task = kernel.spawn(main())
    kernel.run()
    return task


async def forever(kernel: Kernel) -> None:
    await Future(kernel)


async def value(result: Any) -> Any:
    return result


# ---- cycles


def test_task_that_awaits_itself_is_refused() -> None:
    kernel = Kernel()

    async def main() -> None:
        await kernel.current_task()

    task = run(kernel, main)
    with pytest.raises(InvalidAwait, match="itself"):
        task.result()


def test_tasks_that_await_each_other_are_refused_at_the_await_that_closes_the_circle() -> None:
    kernel = Kernel()
    tasks: list[Task] = []

    async def wait(number: int) -> None:
        await tasks[number]

    tasks += [kernel.spawn(wait(1)), kernel.spawn(wait(2)), kernel.spawn(wait(0))]
    kernel.run()
    with pytest.raises(InvalidAwait, match="itself"):
        tasks[0].result()


def test_circle_through_a_gather_can_be_cancelled() -> None:
    kernel = Kernel()
    tasks: list[Task] = []

    async def first() -> None:
        await Gather(kernel, (tasks[1],))

    async def second() -> None:
        await tasks[0]

    tasks += [kernel.spawn(first()), kernel.spawn(second())]
    kernel.run()
    tasks[0].cancel()
    kernel.run()
    assert all(task.cancelled() for task in tasks)


# ---- cancelling


def test_cancelling_a_task_outlives_the_scope_that_is_cancelled_right_after() -> None:
    kernel = Kernel()
    scope = CancelScope(kernel)
    went_on: list[str] = []

    async def main() -> None:
        with scope:
            await Future(kernel)
        went_on.append("on")

    task = run(kernel, main)
    task.cancel()
    scope.cancel()
    kernel.run()
    assert task.cancelled()
    assert went_on == []


def test_scope_cannot_be_entered_again() -> None:
    kernel = Kernel()

    async def main() -> None:
        scope = CancelScope(kernel)
        with scope, scope:
            await Future(kernel)

    task = run(kernel, main)
    with pytest.raises(InvalidAwait, match="once"):
        task.result()


def test_step_begun_in_a_cancelled_scope_is_cancelled_with_its_await() -> None:
    def make(context: Context) -> Any:
        async def main() -> str:
            with CancelScope(context.kernel) as scope:
                scope.cancel()
                await context.call_step(STEP, (), {})
            await context.call_step(STEP, (), {})
            return "done"

        return main

    _, commands = started(make)
    assert [type(command) for command in commands] == [RunStep, CancelStep, RunStep]


# ---- combining


@pytest.mark.parametrize("combine", [Gather, Race])
def test_nothing_is_begun_when_one_of_several_cannot_be_awaited(combine: Any) -> None:
    kernel = Kernel()
    coroutine = value(1)

    async def main() -> None:
        await combine(kernel, (coroutine, 7))

    task = run(kernel, main)
    with pytest.raises(InvalidAwait, match="int"):
        task.result()
    assert kernel.tasks() == []
    coroutine.close()


@pytest.mark.parametrize("combine", [Gather, Race])
def test_result_that_cannot_be_read_is_raised_in_the_body(combine: Any) -> None:
    def make(context: Context) -> Any:
        async def main() -> str:
            try:
                await combine(context.kernel, (context.call_step(STEP, (), {}),))
            except MalformedValue:
                return "caught"
            return "not raised"

        return main

    replay, _ = started(make)
    replay.feed(attempt("step_1"))
    broken = completed("step_1")
    object.__setattr__(broken, "result", '{"$nonsense":1}')
    (end,) = replay.feed(broken)
    assert isinstance(end, CompleteRun)
    assert end.output == '"caught"'


def test_gather_that_failed_leaves_nothing_behind_on_those_that_go_on() -> None:
    kernel = Kernel()
    long = Future(kernel)

    async def fail() -> None:
        raise ValueError

    async def main() -> None:
        for _ in range(10):
            with pytest.raises(ValueError):
                await Gather(kernel, (long, fail()))

    run(kernel, main).result()
    assert long._waiters == []


def test_gathers_of_gathers_resolve_however_deep_they_are() -> None:
    def make(context: Context) -> Any:
        async def main() -> int:
            deep: Any = context.call_step(STEP, (), {})
            for _ in range(400):
                deep = Gather(context.kernel, (deep,))
            await deep
            return 1

        return main

    replay, _ = started(make)
    finish_step(replay, "step_1")
    assert replay.is_over


def test_gather_of_a_task_that_failed_before_raises_at_once() -> None:
    kernel = Kernel()

    async def fail() -> None:
        raise ValueError("earlier")

    failed = run(kernel, fail)
    kernel.unretrieved.clear()

    async def main() -> None:
        await Gather(kernel, (failed, Future(kernel)))

    task = run(kernel, main)
    with pytest.raises(ValueError, match="earlier"):
        task.result()


# ---- task groups


def test_group_takes_no_task_before_it_is_entered_nor_after_it_is_left() -> None:
    kernel = Kernel()
    group = TaskGroup(kernel)
    coroutines = [value(1), value(2)]

    async def main() -> None:
        with pytest.raises(InvalidAwait, match="async with"):
            group.create_task(coroutines[0])
        async with group:
            pass
        with pytest.raises(InvalidAwait, match="async with"):
            group.create_task(coroutines[1])

    run(kernel, main).result()


def test_group_takes_tasks_while_its_tasks_still_run() -> None:
    kernel = Kernel()
    made: list[int] = []

    async def main() -> None:
        async with TaskGroup(kernel) as group:

            async def child(left: int) -> None:
                made.append(left)
                if left:
                    group.create_task(child(left - 1))

            group.create_task(child(3))

    run(kernel, main).result()
    assert made == [3, 2, 1, 0]


def test_group_loses_no_failure_that_is_no_exception() -> None:
    kernel = Kernel()

    class Odd(BaseException):
        pass

    async def fail() -> None:
        raise Odd

    async def main() -> None:
        async with TaskGroup(kernel) as group:
            group.create_task(fail())
            await Future(kernel)

    task = run(kernel, main)
    with pytest.RaisesGroup(Odd):
        task.result()


# ---- closing


def test_tasks_begun_by_a_body_that_is_closed_are_refused_and_leave_no_warning() -> None:
    kernel = Kernel()

    async def main() -> None:
        try:
            await Future(kernel)
        finally:
            kernel.spawn(value(1))

    async def grouped() -> None:
        async with TaskGroup(kernel) as group:
            try:
                await Future(kernel)
            finally:
                group.create_task(value(2))

    kernel.spawn(main())
    kernel.spawn(grouped())
    kernel.run()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        kernel.close()
        gc.collect()
    assert caught == []
    assert kernel.tasks() == []


# ---- the end of a run


def test_failure_whose_text_cannot_be_read_is_reported_all_the_same() -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise ValueError("no text")

    def make(context: Context) -> Any:
        async def fail() -> None:
            raise Mute

        async def main() -> None:
            context.kernel.spawn(fail())
            await context.call_step(STEP, (), {})

        return main

    replay, _ = started(make)
    commands = finish_step(replay, "step_1")
    assert "Mute" in next(command.text for command in commands if isinstance(command, WriteLog))


def test_report_of_what_was_forgotten_is_text_that_people_can_read() -> None:
    def make(context: Context) -> Any:
        async def fail() -> None:
            raise ValueError("half a character: \ud800")

        async def main() -> None:
            context.kernel.spawn(fail())
            await context.call_step(STEP, (), {})

        return main

    replay, _ = started(make)
    commands = finish_step(replay, "step_1")
    assert "\\ud800" in next(command.text for command in commands if isinstance(command, WriteLog))


def test_cancelled_main_task_fails_the_run() -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            context.kernel.current_task().cancel()
            await context.call_step(STEP, (), {})

        return main

    replay, commands = started(make)
    assert replay.is_over
    end = commands[-1]
    assert isinstance(end, FailRun)
    assert Cancelled.__name__ in end.error
