"""Programs on what trio tells: of misuse, of what was left behind, of tasks and channels."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from tests.sandbox.faces.twins import table


async def start_leaves_the_cause_and_context_of_an_error_alone(trio: Any, say: Any) -> Any:
    async def fail(*, task_status: Any) -> None:
        error = ValueError("foo")
        error.__cause__, error.__context__ = KeyError("cause"), IndexError("context")
        raise error

    try:
        async with trio.open_nursery() as nursery:
            await nursery.start(fail)
    except ExceptionGroup as group:
        (error,) = group.exceptions
        say([error, error.__context__])


async def lock_whose_owner_has_ended_is_broken(trio: Any, say: Any) -> Any:
    lock = trio.Lock()
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(lock.acquire, name="first")
            nursery.start_soon(lock.acquire, name="second")
    except ExceptionGroup as group:
        say([[error, "exited without releasing" in str(error)] for error in group.exceptions])
    handed = trio.Lock()

    async def hold() -> None:
        async with handed:
            await trio.sleep(1)

    async with trio.open_nursery() as nursery:
        for _ in range(3):
            nursery.start_soon(hold)
    say([trio.current_time() >= 3, handed.locked()])


async def event_has_no_truth_of_its_own(trio: Any, say: Any) -> Any:
    event = trio.Event()
    try:
        say(bool(event))
    except NotImplementedError as error:
        say(type(error).__name__)


async def scopes_refuse_what_makes_no_sense(trio: Any, say: Any) -> Any:
    nan = float("nan")
    relative, absolute = trio.move_on_after(5), trio.move_on_at(trio.current_time() + 5)
    for act in (
        lambda: relative.deadline,
        lambda: absolute.relative_deadline,
        lambda: setattr(relative, "deadline", 7),
        lambda: setattr(absolute, "relative_deadline", 7),
        lambda: setattr(relative, "relative_deadline", -1),
        lambda: setattr(relative, "shield", "yes"),
        lambda: trio.move_on_after(-1),
        lambda: trio.move_on_at(nan),
        lambda: trio.CancelScope(deadline=1, relative_deadline=1),
        lambda: trio.Semaphore(-1),
        lambda: trio.Semaphore(2, max_value=1),
        lambda: trio.CapacityLimiter(-1),
        lambda: trio.open_memory_channel(-1),
    ):
        try:
            act()
        except (RuntimeError, TypeError, ValueError) as error:
            say([isinstance(error, TypeError), str(error).split(":")[0].split(".")[0][:40]])
    return [relative.relative_deadline, relative.is_relative, absolute.is_relative]


async def scope_left_before_the_one_inside_it_says_so(trio: Any, say: Any) -> Any:
    outer, inner = trio.CancelScope(), trio.CancelScope()
    with ExitStack() as stack:
        stack.enter_context(outer)
        with inner:
            try:
                stack.close()
            except RuntimeError as error:
                say(["still within its child" in str(error), inner.cancel_called])
    try:
        inner.__exit__(None, None, None)
    except RuntimeError as error:
        say("already been exited" in str(error))
    await trio.sleep(1)
    with trio.move_on_after(1) as scope:
        await trio.sleep(5)
    return scope.cancelled_caught


async def scopes_may_be_nested_very_deeply(trio: Any, say: Any) -> Any:
    with ExitStack() as stack:
        outermost = stack.enter_context(trio.CancelScope())
        for _ in range(3000):
            stack.enter_context(trio.CancelScope())
        outermost.cancel()
        await trio.sleep(1)
    return outermost.cancelled_caught


async def tasks_are_named_after_their_functions(trio: Any, say: Any) -> Any:
    async def work() -> None:
        name = trio.lowlevel.current_task().name
        say([name.rpartition(".")[2], name == work.__module__ + "." + work.__qualname__])

    async with trio.open_nursery() as nursery:
        nursery.start_soon(work)
        nursery.start_soon(work, name="mine")
        nursery.start_soon(work, name=work)


async def channel_knows_how_full_it_was(trio: Any, say: Any) -> Any:
    sender, receiver = trio.open_memory_channel(3)
    for number in range(2):
        sender.send_nowait(number)
    receiver.receive_nowait()
    receiver.receive_nowait()
    return [sender.statistics().current_buffer_used, sender.statistics().peak_buffer_used]


TELLING = table(globals())
