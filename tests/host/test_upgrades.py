"""Runs in flight that are moved to other code: warm, parked, mid-attempt, with deaths in between."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
import trio

from tests.host.test_outside import hook_of, prove, types_of
from vm import open_vm
from vm.core.events import RunUpgraded, decode_event
from vm.errors import DivergenceError, RunEnded, UpgradeDeclined
from vm.face.embed import VM
from vm.face.exports import dump_run, load_export
from vm.face.wiring import open_world
from vm.host.clock import VirtualClock
from vm.host.codebase import Codebase
from vm.host.upgrades import Upgrader
from vm.testing.mortal import MortalWorld, is_killed
from world.interface import World
from world.memory import MemoryWorld

OLD = """
from vm import continue_as_new, create_hook, gather, sleep, start, step

async def main(count=3):
    "use workflow"
    seen = []
    for number in range(count):
        seen.append(await work(number))
        await create_hook(f"t{number}")
    return seen

async def work(number):
    "use step"
    return ["old", number]
"""
NEW = OLD.replace("return seen", "return {'new': seen}").replace('["old"', '["new"')
PATCHED = OLD.replace(
    'await create_hook(f"t{number}")',
    "await create_hook(f\"t{number}\")\n        if patched('more'):\n            seen.append(await work(number + 100))",
).replace("import continue", "import patched, continue")
CHANGED = OLD.replace("work(number)", "work(number + 1)", 1)


async def waiting(vm: VM, source: str = OLD, run_id: str = "r", **options: Any) -> Any:
    """Start a run and wait until it waits for its first hook."""
    run = await vm.start_with(source, run_id=run_id, **options)
    await hook_of(vm, run_id)
    return run


def upgrades_of(world: World, run_id: str = "r") -> list[tuple[int, str]]:
    rows = world.read_journal(run_id)
    found = [(row.position, decode_event(row.body)) for row in rows]
    return [(position, event.bundle) for position, event in found if isinstance(event, RunUpgraded)]


async def answer(vm: VM, count: int = 3, first: int = 0) -> None:
    for number in range(first, count):
        while vm.world.find_hook(f"t{number}") is None:
            await trio.lowlevel.checkpoint()
        await vm.resume_hook(f"t{number}")


@pytest.mark.parametrize("is_memory", [True, False])
async def test_warm_run_is_moved_and_goes_on_with_the_new_code(tmp_path: Path, is_memory: bool) -> None:
    with trio.fail_after(60):
        async with open_vm("memory:" if is_memory else f"sqlite:{tmp_path / 'w.db'}") as vm:
            run = await waiting(vm)
            before = run.record()
            assert await run.upgrade(NEW)
            assert not await run.upgrade(NEW)
            ((position, bundle),) = upgrades_of(vm.world)
            assert (position, bundle) == (before.head + 1, run.record().bundle) != (0, before.bundle)
            await answer(vm)
            assert await run.result() == {"new": [["old", 0], ["new", 1], ["new", 2]]}
            prove(vm, "r")
            export = load_export("".join(dump_run(vm.world, "r")).encode(), "it")
            assert export.bundle.hash == bundle


@pytest.mark.parametrize("source", [NEW, PATCHED])
async def test_run_behind_a_wall_is_moved_there(source: str) -> None:
    with trio.fail_after(60):
        async with open_vm("memory:", isolate=True) as vm:
            run = await waiting(vm)
            assert await run.upgrade(source)
            with pytest.raises(DivergenceError):
                await run.upgrade(CHANGED)
            await answer(vm)
            assert "100" in str(await run.result()) or source is NEW
            prove(vm, "r")


async def test_buried_run_that_is_moved_is_taken_up_again() -> None:
    world = MemoryWorld()
    with trio.fail_after(60):
        async with open_vm(world=world) as vm:
            await waiting(vm)
        lease = world.claim_run("r", owner="w", now_ms=0, expires_ms=10**15)
        world.bury_run(lease, reason="it kills whoever takes it up", now_ms=0)
        move(world, NEW)
        async with open_vm(world=world) as vm:
            await answer(vm)
            assert (await vm.get("r").result())["new"][1] == ["new", 1]


async def test_moved_run_is_replayed_on_its_new_code_by_the_next_process(tmp_path: Path) -> None:
    url = f"sqlite:{tmp_path / 'w.db'}"
    with trio.fail_after(60):
        async with open_vm(url) as vm:
            await (await waiting(vm)).upgrade(NEW)
            await answer(vm, 1)
        async with open_vm(url) as vm:
            await answer(vm, 3, first=1)
            assert (await vm.get("r").result())["new"][0] == ["old", 0]
            prove(vm, "r")


async def test_code_that_asks_for_something_else_is_refused_with_both_calls_named() -> None:
    with trio.fail_after(60):
        async with open_vm("memory:") as vm:
            run = await waiting(vm)
            before = run.record()
            with pytest.raises(
                DivergenceError, match=r"event 3 of run r: the journal holds step work\(0\).* work\(1\)"
            ):
                await run.upgrade(CHANGED)
            assert (run.record().head, run.record().bundle) == (before.head, before.bundle)
            await answer(vm)
            assert (await run.result())[2] == ["old", 2]


async def test_run_that_has_ended_is_refused() -> None:
    with trio.fail_after(60):
        async with open_vm("memory:") as vm:
            run = await waiting(vm, kwargs={"count": 1})
            await answer(vm, 1)
            await run.wait()
            with pytest.raises(RunEnded, match="rerun"):
                await run.upgrade(NEW)


async def test_patch_is_answered_as_it_was_before_the_upgrade_and_anew_behind_it(tmp_path: Path) -> None:
    url = f"sqlite:{tmp_path / 'w.db'}"
    with trio.fail_after(60):
        async with open_vm(url) as vm:
            early, late = await waiting(vm), await vm.start_with(OLD.replace("t{", "u{"), run_id="late")
            await hook_of(vm, "late")
            await vm.resume_hook("u0")
            while vm.world.find_hook("u1") is None:
                await trio.lowlevel.checkpoint()
            assert await early.upgrade(PATCHED)  # has not come to the place yet: takes the new way from there on
            assert await late.upgrade(PATCHED.replace("t{", "u{"))  # has passed it: the old way, for good
            assert await early.upgrade(OLD) is True  # and back, as long as nothing tells them apart
            assert await early.upgrade(PATCHED)
            await answer(vm, 1)
        async with open_vm(url) as vm:
            await answer(vm, 3, first=1)
            for number in (1, 2):
                while vm.world.find_hook(f"u{number}") is None:
                    await trio.lowlevel.checkpoint()
                await vm.resume_hook(f"u{number}")
            assert [number for _, number in await vm.get("r").result()] == [
                0,
                100,
                1,
                101,
                2,
                102,
            ]
            assert [number for _, number in await vm.get("late").result()] == [0, 1, 2]
            prove(vm, "r")
            prove(vm, "late")


ATTEMPT = """
import trio
from vm import step

async def main():
    "use workflow"
    first = await slow()
    return [first, await tail()]

async def slow():
    "use step"
    import tests.host.test_upgrades as gates
    gates.STARTED.set()
    await gates.GATE.wait()
    return "slow"

async def tail():
    "use step"
    return "old tail"
"""
STARTED: trio.Event
GATE: trio.Event


async def test_attempt_that_is_being_made_counts_for_the_new_code() -> None:
    global STARTED, GATE
    STARTED, GATE = trio.Event(), trio.Event()
    with trio.fail_after(60):
        async with open_vm("memory:") as vm:
            run = await vm.start_with(ATTEMPT, run_id="r")
            await STARTED.wait()
            assert await run.upgrade(ATTEMPT.replace("[first, ", "[first, 'moved', "))
            GATE.set()
            assert await run.result() == ["slow", "moved", "old tail"]
            assert types_of(vm, "r").count("step_started") == 2
            prove(vm, "r")


async def test_parked_run_is_moved_without_a_worker_and_who_held_it_is_fenced() -> None:
    world = MemoryWorld()
    with trio.fail_after(60):
        async with open_vm(world=world) as vm:
            await waiting(vm)
            lease_of_old = vm.engine.find_warm("r").lease  # type: ignore[union-attr]
        record = world.get_run("r")
        assert record.owner is None
        move(world, NEW)
        assert world.get_run("r").epoch == lease_of_old.epoch + 1
        assert world.get_run("r").owner is None
        assert len(upgrades_of(world)) == 1
        async with open_vm(world=world) as vm:
            await answer(vm)
            assert (await vm.get("r").result())["new"][2] == ["new", 2]
            prove(vm, "r")


async def test_worker_whose_lease_ran_out_loses_the_run_to_whoever_moves_it() -> None:
    world = MemoryWorld()
    with trio.fail_after(60):
        async with open_vm(world=world, recover=False) as vm:
            await waiting(vm)
            warm = vm.engine.find_warm("r")
            assert warm is not None
            world.expire_leases(vm.engine.leases.owner, now_ms=0)
            move(world, NEW)
            await vm.resume_hook("t0")  # it cannot hear this any more; should it write, it is fenced
            vm.engine.roster.doubt("r")
            vm.engine.ring()
            await warm.ended.wait()
            assert warm.is_lost
        async with open_vm(world=world) as vm:
            await answer(vm, 3, first=1)
            assert (await vm.get("r").result())["new"][1] == ["new", 1]
            prove(vm, "r")


def move(world: World, source: str, run_id: str = "r") -> None:
    codebase = Codebase(world)
    assert list(Upgrader(world, codebase).moving(run_id, codebase.plan_move(world.get_run(run_id), source))) == []


async def test_run_that_has_not_begun_is_moved_and_keeps_its_time() -> None:
    world = MemoryWorld()
    with trio.fail_after(60):
        async with open_vm(world=world, recover=False) as vm:
            await vm.start_with(OLD, run_id="r", kwargs={"count": 0}, delay="30d")
        due = world.get_run("r").due_ms
        move(world, NEW)
        assert (world.get_run("r").due_ms, world.get_run("r").status) == (due, "pending")
        async with open_vm(world=world, recover=False) as vm:
            await vm.resume("r")
            assert await vm.get("r").result() == {"new": []}
            prove(vm, "r")


async def test_worker_that_cannot_use_the_code_keeps_the_run_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    with trio.fail_after(60), caplog.at_level(logging.WARNING):
        async with open_vm("memory:") as vm:
            run = await waiting(vm)
            with pytest.raises(UpgradeDeclined):
                await run.upgrade("import no_such_package_here\n" + NEW)
            assert "stays on the code" in caplog.text
            await answer(vm)
            assert (await run.result())[0] == ["old", 0]


FAMILY = """
from vm import continue_as_new, create_hook, start

async def main(round=0):
    "use workflow"
    await create_hook("go")
    if round:
        return await start(child).result()
    continue_as_new(round + 1)

async def child():
    "use workflow"
    return "old"
"""


async def test_what_a_moved_run_starts_and_goes_on_as_is_of_the_new_code() -> None:
    with trio.fail_after(60):
        async with open_vm("memory:") as vm:
            run = await waiting(vm, FAMILY, workflow="main")
            await run.upgrade(FAMILY.replace('"old"', '"new"'))
            await vm.resume_hook("go")
            while (hook := vm.world.find_hook("go")) is None or hook.run_id == "r":
                await trio.lowlevel.checkpoint()
            await vm.resume_hook("go")
            assert await run.result() == "new"
            bundles = {record.bundle for record in vm.world.list_runs()}
            assert len(bundles) == 1


async def _live(world: Any, source: str | None) -> None:
    """Bring the run to its first hook, have it moved, and see it through."""
    async with open_vm(world=world, clock=VirtualClock()) as vm:
        if world.find_run("r") is None:
            await vm.start_with(OLD, run_id="r", seed="s")
        run = vm.get("r")
        if source is not None:
            await hook_of(vm, "r")
            await run.upgrade(source)
        for number in range(3):
            while vm.world.find_hook(f"t{number}") is None and not run.record().ended_ms:
                await trio.lowlevel.checkpoint()
            if not run.record().ended_ms:
                await vm.resume_hook(f"t{number}", idempotency_key=str(number))
        await run.wait()
        prove(vm, "r")


def test_dying_behind_any_commit_leaves_a_run_on_one_of_the_two_codes_that_replays() -> None:
    whole = MortalWorld(MemoryWorld())
    trio.run(_live, whole, NEW)
    assert len(upgrades_of(whole._world)) == 1
    ends = set()
    for death in range(1, whole.commits + 1):
        world = MemoryWorld()
        with pytest.raises(BaseException) as caught:
            trio.run(_live, MortalWorld(world, death), NEW)
        assert is_killed(caught.value)
        record = world.find_run("r")
        moved = [] if record is None else upgrades_of(world)
        assert record is None or not moved or moved[-1][1] == record.bundle
        trio.run(_live, MortalWorld(world), None)
        assert len(upgrades_of(world)) == len(moved) or (world.get_run("r").status == "completed")
        ends.add(bool(upgrades_of(world)))
    assert ends == {True, False}


@pytest.mark.parametrize("deaths", [1, 2])
def test_dying_behind_a_commit_of_moving_a_parked_run_loses_nothing(tmp_path: Path, deaths: int) -> None:
    world = open_world(f"sqlite:{tmp_path / 'w.db'}")

    async def park() -> None:
        async with open_vm(world=world) as vm:
            await waiting(vm)

    async def finish() -> Any:
        async with open_vm(world=world) as vm:
            await answer(vm)
            await vm.get("r").wait()
            prove(vm, "r")

    trio.run(park)
    counted = Counted(world, deaths)
    with pytest.raises(KeyboardInterrupt):
        move(counted, NEW)  # type: ignore[arg-type]
    assert len(upgrades_of(world)) == deaths - 1
    trio.run(finish)
    world.close()


class Counted:
    """A world whose user dies behind the n-th of its writes."""

    def __init__(self, world: World, deaths: int) -> None:
        self._world, self._left = world, deaths

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._world, name)
        if name not in ("claim_run", "append"):
            return found

        def write(*args: Any, **kwargs: Any) -> Any:
            answer = found(*args, **kwargs)
            self._left -= 1
            if not self._left:
                raise KeyboardInterrupt
            return answer

        return write
