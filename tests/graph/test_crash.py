"""A graph that waits for a person, its process killed behind each of its commits in turn."""

from __future__ import annotations

from contextlib import suppress

import trio
import trio.testing

from tools.kills import EXAMPLES
from vm import open_vm
from vm.errors import HookNotFound
from vm.face.embed import VM
from vm.host.clock import VirtualClock
from vm.testing.crashes import RUN_ID, look
from vm.testing.mortal import MortalWorld, is_killed
from world.memory import MemoryWorld


async def answer(vm: VM) -> None:
    """Approve whatever is asked, as often as it takes."""
    while True:
        for hook in vm.world.list_hooks(RUN_ID):
            with suppress(HookNotFound):
                await vm.resume_hook(hook.token, {"ok": True}, idempotency_key=hook.token)
        await trio.testing.wait_all_tasks_blocked()


async def drive(world: MortalWorld) -> None:
    """Start the trip, or go on with it, and answer until it has ended."""
    with trio.fail_after(60):
        async with open_vm(world=world, clock=VirtualClock()) as vm:
            given = ({"to": "Rome"},)
            run = await vm.start_with(EXAMPLES / "trip_graph.py", given, run_id=RUN_ID, seed="seed")
            async with trio.open_nursery() as nursery:
                nursery.start_soon(answer, vm)
                await run.wait()
                nursery.cancel_scope.cancel()


def test_trip_that_waits_for_approval_comes_to_the_same_wherever_it_is_killed() -> None:
    mortal = MortalWorld(world := MemoryWorld())
    trio.run(drive, mortal)
    expected, commits = look(world, 0), mortal.commits
    assert "booked Rome" in expected.end
    for death in range(1, commits + 1):
        world = MemoryWorld()
        try:
            trio.run(drive, MortalWorld(world, death))
        except BaseException as error:
            if not is_killed(error):
                raise
        trio.run(drive, MortalWorld(world))
        assert look(world, death) == expected
