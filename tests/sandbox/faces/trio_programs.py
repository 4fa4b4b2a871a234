"""Programs on scopes, nurseries and time, for `test_trio_face`."""

from __future__ import annotations

from math import inf
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


async def sleeps_pass_time(trio: Any, say: Any) -> Any:
    await trio.sleep(1)
    await trio.sleep(0)
    await trio.sleep_until(trio.current_time() + 2)
    await trio.sleep_until(0)
    for call in (
        lambda: trio.sleep(-1),
        lambda: trio.move_on_after(-1),
        lambda: trio.CancelScope(deadline=float("nan")),
    ):
        try:
            await call()
        except ValueError as error:
            say(error)
    return trio.current_time()


async def move_on_after_ends_its_block(trio: Any, say: Any) -> Any:
    with trio.move_on_after(1) as scope:
        await _work(trio, say, "a", 9)
    say([scope.cancel_called, scope.cancelled_caught])
    with trio.move_on_after(5) as scope:
        await _work(trio, say, "b", 1)
    return [scope.cancel_called, scope.cancelled_caught, trio.current_effective_deadline() == inf]


async def move_on_at_a_time_that_is_over(trio: Any, say: Any) -> Any:
    for scope in (trio.move_on_at(0), trio.move_on_after(0), trio.move_on_at(-inf)):
        with scope:
            await trio.sleep(1)
            say("never")
        say(scope.cancelled_caught)
    with trio.move_on_after(inf) as scope:
        await trio.sleep(1)
    return scope.cancelled_caught


async def fail_after_raises(trio: Any, say: Any) -> Any:
    with trio.fail_after(5):
        await trio.sleep(1)
    try:
        with trio.fail_after(1) as scope:
            await trio.sleep(9)
    except trio.TooSlowError as error:
        say([error, scope.cancelled_caught])
    with trio.fail_at(0):
        await trio.sleep(1)


async def nested_scopes_end_the_outermost(trio: Any, say: Any) -> Any:
    for outer_time, inner_time in ((1, 2), (2, 1), (1, 1)):
        with trio.move_on_after(outer_time) as outer:
            with trio.move_on_after(inner_time) as inner:
                await trio.sleep(9)
            say("between")
            await trio.sleep(0)
            say("still going")
        say([outer.cancelled_caught, inner.cancelled_caught])


async def cancelled_scope_cancels_at_every_checkpoint(trio: Any, say: Any) -> Any:
    with trio.CancelScope() as scope:
        scope.cancel()
        say("until the next checkpoint")
        for wait in (trio.sleep(1), trio.lowlevel.checkpoint(), trio.Event().wait(), trio.sleep_forever()):
            try:
                await wait
            except trio.Cancelled as error:
                say([error, isinstance(error, Exception)])
        await trio.lowlevel.cancel_shielded_checkpoint()
        say("shielded")
        await trio.lowlevel.checkpoint_if_cancelled()
        say("never")
    return scope.cancelled_caught


async def scope_cancelled_before_it_is_entered(trio: Any, say: Any) -> Any:
    scope = trio.CancelScope()
    scope.cancel()
    with scope:
        say("inside")
        await trio.lowlevel.checkpoint()
        say("never")
    say([scope.cancel_called, scope.cancelled_caught])
    try:
        with scope:
            say("never")
    except RuntimeError as error:
        say(error)


async def shield_keeps_outer_cancellation_out(trio: Any, say: Any) -> Any:
    with trio.move_on_after(1) as outer:
        with trio.CancelScope(shield=True):
            await trio.sleep(2)
            say("shielded")
        await trio.sleep(2)
        say("never")
    say(outer.cancelled_caught)
    with trio.move_on_after(1):
        with trio.CancelScope(shield=True) as scope:
            await trio.sleep(2)
            scope.shield = False
            say(scope.shield)
            await trio.sleep(2)
            say("never")


async def cleanup_in_a_shield_with_a_limit(trio: Any, say: Any) -> Any:
    with trio.move_on_after(1):
        try:
            await trio.sleep_forever()
        finally:
            with trio.move_on_after(2, shield=True) as cleanup:
                await trio.sleep(9)
            say(cleanup.cancelled_caught)


async def deadline_is_moved(trio: Any, say: Any) -> Any:
    with trio.move_on_after(1) as scope:
        say([scope.deadline, trio.current_effective_deadline()])
        scope.deadline += 2
        await trio.sleep(2)
        say("later")
        scope.deadline = trio.current_time() + 0.5
        await trio.sleep(2)
        say("never")
    say(scope.cancelled_caught)
    scope = trio.CancelScope(relative_deadline=3)
    say([scope.is_relative, scope.relative_deadline])
    with scope:
        say([scope.is_relative, scope.relative_deadline, scope.deadline])
        with trio.CancelScope() as inner:
            inner.cancel()
            say(trio.current_effective_deadline() == -inf)
        scope.relative_deadline = 1
        say(scope.deadline)
    scope = trio.CancelScope()
    scope.relative_deadline = 2
    say([scope.is_relative, scope.relative_deadline])
    scope = trio.CancelScope(deadline=7)
    say(scope.is_relative)
    try:
        say(scope.relative_deadline)
    except RuntimeError as error:
        say(error)


async def other_errors_pass_through_a_cancelled_scope(trio: Any, say: Any) -> Any:
    with trio.move_on_after(1) as scope:
        try:
            await trio.sleep(9)
        except trio.Cancelled:
            raise KeyError from None
    say([scope.cancelled_caught])


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


async def scope_is_cancelled_twice_and_after_its_end(trio: Any, say: Any) -> Any:
    with trio.CancelScope() as scope:
        scope.cancel()
        scope.cancel()
    say(scope.cancelled_caught)
    scope.deadline = 0
    scope.shield = True
    await trio.sleep(1)
    for deadline, relative in ((1, 1), (not_a_time, 1), (inf, -1)):
        try:
            trio.CancelScope(deadline=deadline, relative_deadline=relative)
        except ValueError as error:
            say(error)
    try:
        scope.deadline = not_a_time
    except ValueError as error:
        say(error)
    try:
        trio.sleep_until(not_a_time).send(None)
    except ValueError as error:
        say(error)


not_a_time = float("nan")


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


SCOPES = table(globals())
