"""Driving one run to its end, or until somebody interrupts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import trio

from vm.core.lifecycle import TERMINAL_RUN
from vm.face.cli.progress import Follower, Stage, open_stage
from vm.face.cli.screen import Screen
from vm.face.cli.signals import taking_signals
from vm.face.cli.text import line
from vm.face.embed import VM, open_vm
from vm.face.handle import Run
from vm.face.times import read_start_ms
from vm.host.clock import Clock, SystemClock, VirtualClock
from vm.inspect.fold import RunView
from world.interface import World

if TYPE_CHECKING:
    from vm.host.isolation import Isolation

REFRESH_S: Final = 0.125

Begin = Callable[[VM], Awaitable[Run]]
"""Starts the run, or takes it up."""


def choose_clock(start: str | None) -> Clock:
    """Return the machine's clock, or a virtual one from `start`. Raises `BadInput`."""
    return SystemClock() if start is None else VirtualClock(read_start_ms(start))


def drive_run(
    world: World, screen: Screen, begin: Begin, clock: Clock, isolate: bool | Isolation | None = None
) -> tuple[str, RunView]:
    """Begin a run and drive it until it has ended or was interrupted. Returns its id and its view.

    Ctrl-C and SIGTERM park the run: attempts in flight get the engine's grace, everything is recorded. The
    second signal ends the process at once, which loses nothing either.
    """
    stage = open_stage(screen)
    try:
        return trio.run(_drive, world, stage, begin, clock, isolate)
    finally:
        stage.close()


async def _drive(
    world: World, stage: Stage, begin: Begin, clock: Clock, isolate: bool | Isolation | None
) -> tuple[str, RunView]:
    follower = Follower(world, stage)
    failure: Exception | None = None
    run_id = ""
    async with _beside(stage, follower) as is_wanted:
        try:
            async with open_vm(
                world=world, clock=clock, observer=follower.observe, recover=False, isolate=isolate
            ) as vm:
                run_id = (await begin(vm)).run_id
                with is_wanted:
                    await _wait(vm, run_id, follower)
        except Exception as error:  # noqa: BLE001 - raised again below, free of the nursery's group
            failure = error
    if failure is not None:
        raise failure
    follower.catch_up(run_id)
    return run_id, follower.view


async def _wait(vm: VM, run_id: str, follower: Follower) -> None:
    """Wait until the run has ended, or, of a graph, all that is left waits to be resumed."""
    with trio.CancelScope() as rest:
        follower.rest = rest
        follower.catch_up(run_id)
        if follower.view.status not in TERMINAL_RUN:
            follower.refresh()
            await vm.get(run_id).wait()


@asynccontextmanager
async def _beside(stage: Stage, follower: Follower) -> AsyncIterator[trio.CancelScope]:
    """Watch for signals and keep the clockwork on the screen going. Yields what a signal cancels."""
    is_wanted = trio.CancelScope()
    async with trio.open_nursery() as nursery:
        await nursery.start(_watch_signals, is_wanted, stage)
        nursery.start_soon(_tick, follower)
        yield is_wanted
        nursery.cancel_scope.cancel()


async def _watch_signals(
    is_wanted: trio.CancelScope, stage: Stage, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED
) -> None:
    with taking_signals() as first:
        task_status.started()
        await first.wait()
        is_wanted.cancel()
        stage.say([line(("stopping: attempts in flight may end first; once more to leave at once", "yellow"))])
        await trio.sleep_forever()


async def _tick(follower: Follower) -> None:
    while True:
        await trio.sleep(REFRESH_S)
        follower.refresh()
