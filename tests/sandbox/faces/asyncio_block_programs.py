"""Programs on time limits and task groups, for `test_asyncio_face`."""

from __future__ import annotations

from typing import Any

from tests.sandbox.faces.twins import table


async def _work(asyncio: Any, say: Any, name: object, seconds: float = 0, error: Any = None) -> Any:
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        say([name, "cancelled"])
        raise
    say([name, "ends"])
    if error is not None:
        raise error(name)
    return name


async def _stubborn(asyncio: Any, say: Any, seconds: float) -> str:
    try:
        await asyncio.sleep(99)
    except asyncio.CancelledError:
        await asyncio.sleep(seconds)
        say("cleaned up")
        return "stayed"
    return "never"


async def timeout_ends_its_block(asyncio: Any, say: Any) -> Any:
    try:
        async with asyncio.timeout(2) as limit:
            say([limit.when(), limit.expired()])
            await _work(asyncio, say, "a", 9)
    except TimeoutError as error:
        say([error, limit.expired(), asyncio.current_task().cancelling()])
    await asyncio.sleep(9)


async def timeout_that_is_not_reached_changes_nothing(asyncio: Any, say: Any) -> Any:
    for delay in (5, None, float("inf")):
        async with asyncio.timeout(delay) as limit:
            await _work(asyncio, say, delay, 1)
        say(limit.expired())
    return asyncio.TimeoutError is TimeoutError


async def timeout_of_nothing_ends_at_the_first_await_that_waits(asyncio: Any, say: Any) -> Any:
    async with asyncio.timeout(0):
        say("no await, no timeout")
    for delay in (0, -1):
        try:
            async with asyncio.timeout(delay):
                await _work(asyncio, say, "a", 1)
        except TimeoutError as error:
            say(error)


async def timeout_nested_in_another(asyncio: Any, say: Any) -> Any:
    for outer_delay, inner_delay in ((1, 3), (3, 1)):
        try:
            async with asyncio.timeout(outer_delay) as outer:
                try:
                    async with asyncio.timeout(inner_delay) as inner:
                        await asyncio.sleep(9)
                finally:
                    say([outer.expired(), inner.expired()])
        except TimeoutError as error:
            say(error)


async def timeout_leaves_other_errors_and_cancellations_alone(asyncio: Any, say: Any) -> Any:
    try:
        async with asyncio.timeout(1):
            try:
                await asyncio.sleep(9)
            except asyncio.CancelledError:
                raise KeyError from None
    except KeyError as error:
        say(error)

    async def limited() -> None:
        async with asyncio.timeout(5):
            await asyncio.sleep(9)

    task = asyncio.create_task(limited())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    return task.cancelled()


async def timeout_is_moved(asyncio: Any, say: Any) -> Any:
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(1) as limit:
        limit.reschedule(loop.time() + 5)
        await asyncio.sleep(3)
        limit.reschedule(None)
        await asyncio.sleep(3)
    try:
        async with asyncio.timeout_at(loop.time() + 2) as limit:
            limit.reschedule(loop.time() + 1)
            await asyncio.sleep(3)
    except TimeoutError as error:
        say(error)
    try:
        limit.reschedule(None)
    except RuntimeError as error:
        say(error)


async def timeout_is_entered_once(asyncio: Any, say: Any) -> Any:
    limit = asyncio.timeout(1)
    async with limit:
        try:
            async with limit:
                say("never")
        except RuntimeError as error:
            say(error)


async def wait_for_gives_the_result_or_the_error(asyncio: Any, say: Any) -> Any:
    say(await asyncio.wait_for(_work(asyncio, say, "a", 1), 2))
    say(await asyncio.wait_for(_work(asyncio, say, "b", 1), None))
    await asyncio.wait_for(_work(asyncio, say, "c", 1, KeyError), 2)


async def wait_for_cancels_and_waits(asyncio: Any, say: Any) -> Any:
    task = asyncio.create_task(_stubborn(asyncio, say, 2))
    try:
        say(await asyncio.wait_for(task, 1))
    except TimeoutError as error:
        say(error)
    return [task.done(), task.cancelled()]


async def wait_for_times_out(asyncio: Any, say: Any) -> Any:
    task = asyncio.create_task(_work(asyncio, say, "a", 9))
    try:
        await asyncio.wait_for(task, 1)
    except TimeoutError as error:
        say([error, task.cancelled()])


async def wait_for_no_time_takes_only_what_is_there(asyncio: Any, say: Any) -> Any:
    done = asyncio.create_task(_work(asyncio, say, "done"))
    await done
    say(await asyncio.wait_for(done, 0))
    try:
        await asyncio.wait_for(asyncio.create_task(_work(asyncio, say, "a")), 0)
    except TimeoutError as error:
        say(error)


async def wait_for_cancelled_from_outside(asyncio: Any, say: Any) -> Any:
    inner = asyncio.create_task(_work(asyncio, say, "inner", 9))
    task = asyncio.create_task(asyncio.wait_for(inner, 5))
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    return [task.cancelled(), inner.cancelled()]


async def group_waits_for_its_tasks(asyncio: Any, say: Any) -> Any:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_work(asyncio, say, n, n), name=f"t{n}") for n in (2, 1)]
        say("block ends")
    return [[task.get_name(), task.result()] for task in tasks]


async def group_cancels_the_others_and_the_block(asyncio: Any, say: Any) -> Any:
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_work(asyncio, say, "a", 1, KeyError))
            group.create_task(_work(asyncio, say, "b", 9))
            try:
                await asyncio.sleep(9)
            finally:
                say("block ends")
    except* KeyError as errors:
        say(errors)
    return asyncio.current_task().cancelling()


async def group_gathers_errors_of_one_turn(asyncio: Any, say: Any) -> Any:
    async def fail(error: type[Exception]) -> None:
        raise error

    async with asyncio.TaskGroup() as group:
        group.create_task(fail(KeyError))
        group.create_task(fail(ValueError))


async def group_gathers_errors_of_cleanup(asyncio: Any, say: Any) -> Any:
    async def fail_late() -> None:
        try:
            await asyncio.sleep(9)
        finally:
            raise ValueError

    async with asyncio.TaskGroup() as group:
        group.create_task(fail_late())
        await asyncio.sleep(1)
        raise KeyError("block")


async def group_ignores_a_task_cancelled_alone(asyncio: Any, say: Any) -> Any:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(_work(asyncio, say, "a", 9))
        group.create_task(_work(asyncio, say, "b", 2))
        await asyncio.sleep(1)
        task.cancel()
    return task.cancelled()


async def group_cancelled_from_outside_waits_for_cleanup(asyncio: Any, say: Any) -> Any:
    async def outer() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(_stubborn(asyncio, say, 2))

    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    return task.cancelled()


async def group_in_a_timeout(asyncio: Any, say: Any) -> Any:
    try:
        async with asyncio.timeout(1), asyncio.TaskGroup() as group:
            group.create_task(_work(asyncio, say, "a", 9))
            group.create_task(_stubborn(asyncio, say, 1))
    except TimeoutError as error:
        say(error)


async def group_in_a_group(asyncio: Any, say: Any) -> Any:
    async def inner() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(_work(asyncio, say, "a", 1, KeyError))
            group.create_task(_work(asyncio, say, "b", 5))

    async with asyncio.TaskGroup() as group:
        group.create_task(inner())
        group.create_task(_work(asyncio, say, "c", 5))


async def group_takes_tasks_only_while_it_is_open(asyncio: Any, say: Any) -> Any:
    group = asyncio.TaskGroup()
    coroutine = _work(asyncio, say, "never")
    try:
        group.create_task(coroutine)
    except RuntimeError as error:
        say(error)
    coroutine.close()
    async with group:
        group.create_task(_late(asyncio, say, group))
    late = _work(asyncio, say, "never")
    try:
        group.create_task(late)
    except RuntimeError as error:
        say(error)
    late.close()


async def _late(asyncio: Any, say: Any, group: Any) -> None:
    await asyncio.sleep(1)
    group.create_task(_work(asyncio, say, "late", 1))


BLOCKS = table(globals())
