"""Every shipped example, asked to end at each place where it can be: it ends cancelled, undone, and replays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import pytest
import trio

from tests.examples.conftest import EXAMPLES
from vm import open_vm
from vm.core.events import CancelRequested, ChildCreated, Event, StepCompleted, StepCreated, decode_event
from vm.core.ids import short_name
from vm.core.verify import verify
from vm.face.embed import VM
from vm.host import letters
from vm.host.clock import VirtualClock
from vm.host.programs import ProgramCache
from world.interface import World
from world.memory import MemoryWorld
from world.records import BundleRecord, JournalRow, NewRun

INPUTS: Final[dict[str, dict[str, Any]]] = {
    "approval": {},
    "batch": {"documents": 30},
    "drip": {},
    "escrow": {},
    "etl_graph": {"input_data": {"files": 3}},
    "flaky_api": {},
    "fulfilment": {"patience": "1h"},
    "images": {"count": 2},
    "migrate": {"page_size": 50},
    "moderation": {},
    "order": {},
    "parcels": {"patience": "1h"},
    "progress": {"files": 2, "rows": 2},
    "report_forever": {"days": 3},
    "review_loop_graph": {},
    "saga": {},
    "signup_graph": {"input_data": {"name": "Ada"}},
    "trip_graph": {"input_data": {"to": "Oslo"}},
    "webhook_payment": {"patience": "1h"},
}
UNDONE_BY: Final = {
    "escrow": ("take", "give_back"),
    "fulfilment": ("charge", "refund"),
    "parcels": ("reserve", "give_back"),
    "saga": ("book", "give_back"),
}
"""What an example does and takes back when it is cancelled."""

AT_ONCE: Final = {
    "step_cancelled", "wait_cancelled", "child_cancel_requested", "hook_disposed", "log_written", "run_cancelled",
}  # fmt: skip
"""All that may stand behind a request to terminate."""

ALONE: Final = sorted(INPUTS.keys() - {"fulfilment"})


class Recorded(NamedTuple):
    """A run that nobody disturbed, and the positions at which its next event comes from outside."""

    new: NewRun
    bundle: BundleRecord
    rows: tuple[JournalRow, ...]

    def places(self) -> Iterator[int]:
        for row in self.rows[1:]:
            if decode_event(row.body).is_fed:
                yield row.position - 1


def test_every_example_is_here() -> None:
    files = {path.stem for path in EXAMPLES.glob("*.py")}
    assert set(INPUTS) == files - {"__init__", "flaky_server"}


def record(name: str) -> Recorded:
    world = MemoryWorld()

    async def drive() -> str:
        async with open_vm(world=world, clock=VirtualClock()) as vm:
            run = await vm.start_with(EXAMPLES / f"{name}.py", (), INPUTS[name], run_id="r", seed="s")
            await run.wait()
            return run.run_id

    run = world.get_run(trio.run(drive))
    new = NewRun(run.run_id, run.workflow, run.bundle, run.created_ms, run.origin)
    return Recorded(new, BundleRecord(run.bundle, world.get_bundle(run.bundle)), tuple(world.read_journal("r")))


async def end_behind(recorded: Recorded, position: int, mode: str) -> World:
    """Bring a run as far as `position`, tell it to end, and have it taken up."""
    world = MemoryWorld()
    now = decode_event(recorded.rows[position - 1].body).at_ms
    asked = letters.cancel("r", reason="enough", now_ms=now)
    messages = asked if mode == "cancel" else [letters.terminate("r", reason="enough")]
    world.create_run(recorded.new, recorded.rows[:position], bundle=recorded.bundle, messages=messages)
    with trio.fail_after(60):
        async with open_vm(world=world, clock=VirtualClock(now)) as vm:
            await vm.get("r").wait()
    return world


def check(world: World, run_id: str, name: str, mode: str) -> list[Event]:
    """Return a cancelled run's events, after a look at how it ended, whether it replays, and what was taken back."""
    run = world.get_run(run_id)
    rows = [(row.position, row.body, row.hash) for row in world.read_journal(run_id)]
    found = [decode_event(body) for _, body, _ in rows]
    assert run.status == "cancelled", (run_id, [event.type for event in found])
    _, journal = verify(ProgramCache(world).load(run.bundle, run.workflow), run_id, rows)
    assert journal.head_hash == run.head_hash
    if mode == "terminate":
        place = next(index for index, event in enumerate(found) if isinstance(event, CancelRequested))
        assert {event.type for event in found[place + 1 :]} <= AT_ONCE
    elif name in UNDONE_BY:
        made, undone = UNDONE_BY[name]
        ended = _completed(found)
        assert ended[made] == ended[undone], (run_id, ended)
    return found


def _completed(found: Sequence[Event]) -> Counter[str]:
    names = {event.correlation_id: short_name(event.step) for event in found if isinstance(event, StepCreated)}
    return Counter(names[event.correlation_id] for event in found if isinstance(event, StepCompleted))


@pytest.mark.parametrize("mode", ["cancel", "terminate"])
@pytest.mark.parametrize("name", ALONE)
def test_example_that_is_taken_up_at_any_position_and_told_to_end_is_cancelled(name: str, mode: str) -> None:
    recorded = record(name)
    places = list(recorded.places())
    assert places[0] == 1
    for position in places:
        check(trio.run(end_behind, recorded, position, mode), "r", name, mode)


async def end_as_it_runs(name: str, commit: int, mode: str) -> MemoryWorld | None:
    """Run an example, tell it to end as soon as its n-th commit is there; None when it has ended by then."""
    world, commits, is_told = MemoryWorld(), 0, False
    vm: VM

    def observe(run_id: str, _: object) -> None:
        nonlocal commits, is_told
        commits += run_id == "r"
        if commits == commit and run_id == "r" and world.get_run("r").ended_ms is None:
            now = vm.engine.clock.now_ms()
            asked = letters.cancel("r", reason="enough", now_ms=now)
            for message in asked if mode == "cancel" else [letters.terminate("r", reason="enough")]:
                world.send(message)
            vm.engine.look_for_mail()
            is_told = True

    with trio.fail_after(60):
        async with open_vm(world=world, clock=VirtualClock(), observer=observe) as vm:
            run = await vm.start_with(EXAMPLES / f"{name}.py", (), INPUTS[name], run_id="r", seed="s")
            await run.wait()
            for child in _children(world):
                await vm.get(child).wait()
    return world if is_told else None


def _children(world: World) -> list[str]:
    found = (decode_event(row.body) for row in world.read_journal("r"))
    return [event.child for event in found if isinstance(event, ChildCreated)]


@pytest.mark.parametrize("mode", ["cancel", "terminate"])
@pytest.mark.parametrize("name", sorted(INPUTS))
def test_example_that_is_told_to_end_behind_any_commit_is_cancelled_with_its_children(name: str, mode: str) -> None:
    commit, cancelled = 0, 0
    while (world := trio.run(end_as_it_runs, name, commit + 1, mode)) is not None:
        commit += 1
        if not _is_overtaken(world):
            cancelled += 1
            check(world, "r", name, mode)
            for child in _children(world):
                check(world, child, "parcels", "cancel")
    assert cancelled


def _is_overtaken(world: World) -> bool:
    """Say whether what its last steps had brought already ended the run before it could hear."""
    found = [decode_event(row.body) for row in world.read_journal("r")]
    return not any(isinstance(event, CancelRequested) for event in found) and found[-1].type in (
        "run_completed",
        "run_continued",
    )
