"""Programs on nurseries, for `test_trio_face`."""

from __future__ import annotations

from typing import Any

from tests.sandbox.faces.twins import table


async def _work(trio: Any, say: Any, name: object, seconds: float = 0, error: Any = None) -> None:
    say([name, "begins"])
    try:
        await trio.sleep(seconds)
    except trio.Cancelled:
        say([name, "cancelled"])
        raise
    say([name, "ends"])
    if error is not None:
        raise error(name)


async def nursery_waits_for_its_tasks(trio: Any, say: Any) -> Any:
    async with trio.open_nursery() as nursery:
        for number in (2, 1):
            nursery.start_soon(_work, trio, say, number, number)
        say(["block ends", len(nursery.child_tasks)])
    say(len(nursery.child_tasks))
    try:
        nursery.start_soon(trio.sleep, 1)
    except RuntimeError as error:
        say(error)


async def nursery_cancels_the_others_and_the_block(trio: Any, say: Any) -> Any:
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(_work, trio, say, "a", 1, KeyError)
            try:
                await trio.sleep(9)
            finally:
                say("block ends")
    except* KeyError as errors:
        say(errors)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(_work, trio, say, "b", 9)
        nursery.start_soon(_work, trio, say, "c", 1, KeyError)


async def nursery_gathers_all_errors(trio: Any, say: Any) -> Any:
    async def fail_in_cleanup() -> None:
        try:
            await trio.sleep_forever()
        finally:
            raise ValueError

    async def fail(error: type[Exception]) -> None:
        raise error

    async with trio.open_nursery() as nursery:
        nursery.start_soon(fail_in_cleanup)
        await trio.sleep(1)
        nursery.start_soon(fail, KeyError)
        nursery.start_soon(fail, OSError)
        await trio.sleep(1)


async def nursery_wraps_the_blocks_own_error(trio: Any, say: Any) -> Any:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(_work, trio, say, "a", 9)
        await trio.sleep(1)
        raise KeyError("block")


async def nursery_is_cancelled_by_its_scope(trio: Any, say: Any) -> Any:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(_work, trio, say, "a", 9)
        await trio.sleep(1)
        nursery.cancel_scope.cancel()
        say("still here")
    return nursery.cancel_scope.cancelled_caught


async def nursery_in_a_time_limit(trio: Any, say: Any) -> Any:
    async def clean_up() -> None:
        try:
            await trio.sleep_forever()
        finally:
            with trio.CancelScope(shield=True):
                await trio.sleep(1)
            say("cleaned up")

    with trio.move_on_after(1) as scope:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(clean_up)
            nursery.start_soon(_work, trio, say, "a", 9)
    say([scope.cancelled_caught, nursery.cancel_scope.cancelled_caught])


async def error_of_cleanup_gets_out_of_a_time_limit(trio: Any, say: Any) -> Any:
    async def fail_in_cleanup() -> None:
        try:
            await trio.sleep_forever()
        finally:
            raise KeyError

    with trio.move_on_after(1):
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(fail_in_cleanup)
                nursery.start_soon(trio.sleep_forever)
        except BaseExceptionGroup as group:
            say(sorted(type(error).__name__ for error in group.exceptions))
            raise


async def nursery_in_a_nursery(trio: Any, say: Any) -> Any:
    async def inner() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(_work, trio, say, "a", 1, KeyError)
            nursery.start_soon(_work, trio, say, "b", 5)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(inner)
        nursery.start_soon(_work, trio, say, "c", 5)


async def task_of_a_cancelled_nursery_runs_until_its_first_checkpoint(trio: Any, say: Any) -> Any:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(_work, trio, say, "before", 1)
        nursery.cancel_scope.cancel()
        nursery.start_soon(_work, trio, say, "after", 1)


async def start_waits_until_the_task_has_started(trio: Any, say: Any) -> Any:
    async def serve(port: int, *, task_status: Any = trio.TASK_STATUS_IGNORED) -> None:
        await trio.sleep(1)
        task_status.started(port + 1)
        try:
            await trio.sleep(5)
        finally:
            say("served")

    async with trio.open_nursery() as nursery:
        say(await nursery.start(serve, 80))
        nursery.start_soon(serve, 90)
        await trio.sleep(3)
        nursery.cancel_scope.cancel()


async def start_raises_what_the_task_raised_before(trio: Any, say: Any) -> Any:
    async def fail(task_status: Any) -> None:
        await trio.sleep(1)
        raise KeyError

    async def forget(task_status: Any) -> None:
        await trio.sleep(1)

    async def never(task_status: Any) -> None:
        await trio.sleep_forever()

    async def twice(task_status: Any) -> None:
        task_status.started()
        task_status.started()

    async with trio.open_nursery() as nursery:
        for function in (fail, forget):
            try:
                await nursery.start(function)
            except (KeyError, RuntimeError) as error:
                say(error)
        with trio.move_on_after(1) as scope:
            await nursery.start(never)
        say(scope.cancelled_caught)
        await nursery.start(twice)


async def started_after_its_starter_gave_up(trio: Any, say: Any) -> Any:
    async def late(task_status: Any) -> None:
        with trio.CancelScope(shield=True):
            await trio.sleep(3)
        task_status.started()
        try:
            await trio.sleep(5)
        except trio.Cancelled:
            say("cancelled with its starter")
            raise

    async with trio.open_nursery() as nursery:
        with trio.move_on_after(1) as scope:
            say(await nursery.start(late))
        say(scope.cancelled_caught)


async def start_soon_wants_a_function(trio: Any, say: Any) -> Any:
    async with trio.open_nursery() as nursery:
        coroutine = _work(trio, say, "a")
        for given in (coroutine, lambda: 7):
            try:
                nursery.start_soon(given)
            except TypeError:
                say("refused")
        coroutine.close()


async def nursery_whose_tasks_open_another(trio: Any, say: Any) -> Any:
    async def spawn(depth: int, nursery: Any) -> None:
        say(depth)
        if depth:
            nursery.start_soon(spawn, depth - 1, nursery)
        await trio.sleep(1)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(spawn, 3, nursery)
    return nursery.parent_task is trio.lowlevel.current_task()


async def nursery_is_opened_with_async_with(trio: Any, say: Any) -> Any:
    try:
        with trio.open_nursery():
            say("never")
    except RuntimeError as error:
        say(error)


async def started_by_several_errors(trio: Any, say: Any) -> Any:
    async def fail(error: type[Exception]) -> None:
        raise error

    async def fail_twice(task_status: Any) -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(fail, KeyError)
            nursery.start_soon(fail, ValueError)

    async with trio.open_nursery() as nursery:
        await nursery.start(fail_twice)


NURSERIES = table(globals())
