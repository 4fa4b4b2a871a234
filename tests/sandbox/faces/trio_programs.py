"""Programs on scopes and time, for `test_trio_face`."""

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


SCOPES = table(globals())
