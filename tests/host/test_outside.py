"""Hooks, children, cancellation, continuation and streams of runs that are driven, on a real file and in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trio

from vm import open_vm
from vm.core.events import decode_event
from vm.core.lifecycle import RunStatus
from vm.core.verify import verify
from vm.errors import HookNotFound, HookPayloadRefused, RunFailed, RunNotFound, RunWasCancelled
from vm.face.embed import VM
from vm.host.clock import VirtualClock


@asynccontextmanager
async def opened(folder: Path, **options: Any) -> AsyncIterator[VM]:
    with trio.fail_after(60):
        async with open_vm(f"sqlite:{folder / 'world.db'}", **options) as vm:
            yield vm


def types_of(vm: VM, run_id: str) -> list[str]:
    return [decode_event(row.body).type for row in vm.world.read_journal(run_id)]


def prove(vm: VM, run_id: str) -> None:
    """Replay a run's journal, byte for byte."""
    record = vm.world.get_run(run_id)
    rows = [(row.position, row.body, row.hash) for row in vm.world.read_journal(run_id)]
    _, journal = verify(vm.programs.load(record.bundle, record.workflow), run_id, rows)
    assert journal.head_hash == record.head_hash


async def hook_of(vm: VM, run_id: str) -> Any:
    """Wait until a run has an open hook."""
    while not (hooks := vm.world.list_hooks(run_id)):
        await trio.lowlevel.checkpoint()
    return hooks[0]


HOOKS = """
from dataclasses import dataclass
from vm import create_hook, define_hook, HookConflict, race, sleep

@dataclass
class Answer:
    ok: bool
    by: str = "nobody"

Approval = define_hook(Answer)

async def ask(token="t"):
    "use workflow"
    answer = await Approval.create(token)
    return [answer.ok, answer.by]

async def collect(token="t", count=3):
    "use workflow"
    got = []
    async for payload in create_hook(token):
        got.append(payload)
        if len(got) == count:
            return got

async def patient(token="t"):
    "use workflow"
    try:
        return await create_hook(token)
    except HookConflict as error:
        return f"{error.run_id} has it"
"""


async def test_payload_reaches_the_body_as_the_type_that_was_asked_for(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(HOOKS, workflow="ask")
        await hook_of(vm, run.run_id)
        resumed = await vm.resume_hook("t", {"ok": True, "by": "ada"})
        assert (resumed.run_id, resumed.is_new) == (run.run_id, True)
        assert await run.result() == [True, "ada"]
        prove(vm, run.run_id)


async def test_payload_that_does_not_fit_is_refused_and_the_run_goes_on_waiting(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(HOOKS, workflow="ask")
        await hook_of(vm, run.run_id)
        with pytest.raises(HookPayloadRefused, match="ok"):
            await vm.resume_hook("t", {"ok": "perhaps"})
        assert vm.world.list_messages(run.run_id) == []
        await vm.resume_hook("t", {"ok": False})
        assert await run.result() == [False, "nobody"]


async def test_payload_with_one_key_is_received_once_however_often_it_is_sent(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(HOOKS, workflow="collect", kwargs={"count": 2})
        await hook_of(vm, run.run_id)
        news: list[bool] = []

        async def send() -> None:
            news.append((await vm.resume_hook("t", "a", idempotency_key="k")).is_new)

        async with trio.open_nursery() as nursery:
            for _ in range(50):
                nursery.start_soon(send)
        await vm.resume_hook("t", "b")
        assert news.count(True) == 1
        assert await run.result() == ["a", "b"]
        prove(vm, run.run_id)


async def test_payloads_of_many_senders_come_in_one_order_that_a_replay_repeats(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(HOOKS, workflow="collect", kwargs={"count": 100})
        await hook_of(vm, run.run_id)
        async with trio.open_nursery() as nursery:
            for number in range(100):
                nursery.start_soon(lambda number=number: vm.resume_hook("t", number, idempotency_key=str(number)))
        assert sorted(await run.result()) == list(range(100))
        prove(vm, run.run_id)


async def test_token_of_another_live_run_is_a_conflict_and_free_after_its_end(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        first = await vm.start_with(HOOKS, workflow="patient", run_id="first")
        await hook_of(vm, "first")
        assert await (await vm.start_with(HOOKS, workflow="patient")).result() == "first has it"
        await vm.resume_hook("t", 1)
        assert await first.result() == 1
        third = await vm.start_with(HOOKS, workflow="patient")
        await hook_of(vm, third.run_id)
        await vm.resume_hook("t", 3)
        assert await third.result() == 3


async def test_payload_without_a_hook_is_told(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        with pytest.raises(HookNotFound):
            await vm.resume_hook("nobody", 1)


async def test_hook_is_open_still_in_the_next_process_and_its_payload_is_there(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(HOOKS, workflow="collect", kwargs={"count": 2}, run_id="r")
        await hook_of(vm, "r")
        await vm.resume_hook("t", "a")
    async with opened(tmp_path) as vm:
        await vm.resume_hook("t", "b")
        assert await vm.get("r").result() == ["a", "b"]
        prove(vm, run.run_id)


FAMILY = """
from vm import ChildCancelled, ChildFailed, RunCancelled, gather, log, sleep, start, start_with

async def parent(count=3, how="well"):
    "use workflow"
    runs = [start(child, number, how) for number in range(count)]
    try:
        return await gather(*(run.result() for run in runs))
    except ChildFailed as error:
        return [str(error), repr(error.__cause__)]

async def child(number, how="well"):
    "use workflow"
    if how == "badly":
        raise ValueError(f"no {number}")
    if how == "slowly":
        try:
            await sleep("1h")
        except RunCancelled:
            await undo(number)
            raise
    return await double(number)

async def clash():
    "use workflow"
    try:
        return await start_with(child, [1], run_id="taken").result()
    except ChildFailed as error:
        return repr(error.__cause__)

async def abandon():
    "use workflow"
    return start_with(child, [21], on_close="abandon").run_id

async def double(number):
    "use step"
    return 2 * number

async def undo(number):
    "use step"
    return number
"""


async def test_children_are_started_with_their_parent_and_bring_their_results(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(FAMILY, workflow="parent", run_id="p")
        assert await run.result() == [0, 2, 4]
        assert [vm.world.get_run(f"p.{n}").status for n in (1, 2, 3)] == [RunStatus.COMPLETED] * 3
        for run_id in ("p", "p.1"):
            prove(vm, run_id)


async def test_failed_child_fails_its_parent_with_the_chain_of_causes(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(FAMILY, kwargs={"count": 1, "how": "badly"}, workflow="parent", run_id="p")
        assert await run.result() == ["child run p.1 of child failed: ValueError: no 0", "ValueError('no 0')"]


async def test_child_under_a_taken_id_fails_where_it_is_awaited(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        await vm.start_with(FAMILY, [1], workflow="child", run_id="taken")
        run = await vm.start_with(FAMILY, workflow="clash")
        assert "taken" in await run.result()
        prove(vm, run.run_id)


async def test_children_go_on_in_the_next_process(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        await vm.start_with(FAMILY, kwargs={"how": "slowly"}, workflow="parent", run_id="p")
        while vm.world.find_run("p.3") is None:
            await trio.lowlevel.checkpoint()
    async with opened(tmp_path) as vm:
        for number in (1, 2, 3):
            await vm.wake(f"p.{number}")
        assert await vm.get("p").result() == [0, 2, 4]
        prove(vm, "p")


async def test_cancelled_parent_cancels_its_children_which_clean_up(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(FAMILY, kwargs={"how": "slowly"}, workflow="parent", run_id="p")
        while len(vm.world.list_waits()) < 3:
            await trio.lowlevel.checkpoint()
        assert await run.cancel(reason="enough")
        with pytest.raises(RunWasCancelled, match="enough"):
            await run.result()
        for number in (1, 2, 3):
            assert await vm.get(f"p.{number}").wait() is RunStatus.CANCELLED
            assert "step_completed" in types_of(vm, f"p.{number}")
            prove(vm, f"p.{number}")
        prove(vm, "p")


async def test_abandoned_child_outlives_its_parent(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        child = await (await vm.start_with(FAMILY, workflow="abandon")).result()
        assert await vm.get(child).result() == 42


CANCEL = """
from vm import RunCancelled, sleep

async def compensate():
    "use workflow"
    paid = await charge()
    try:
        await sleep("30d")
    except RunCancelled:
        await refund(paid)
        raise

async def stubborn():
    "use workflow"
    while True:
        try:
            await sleep("30d")
        except RunCancelled:
            pass

async def charge():
    "use step"
    return 7

async def refund(paid):
    "use step"
    return -paid
"""


async def test_cancel_lets_the_body_compensate_and_replays(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(CANCEL, workflow="compensate")
        while not vm.world.list_waits(run.run_id):
            await trio.lowlevel.checkpoint()
        await run.cancel()
        assert await run.wait() is RunStatus.CANCELLED
        assert types_of(vm, run.run_id).count("step_completed") == 2
        assert not await run.cancel()
        prove(vm, run.run_id)


async def test_terminate_does_not_ask(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(CANCEL, workflow="compensate")
        while not vm.world.list_waits(run.run_id):
            await trio.lowlevel.checkpoint()
        await run.terminate()
        assert await run.wait() is RunStatus.CANCELLED
        assert types_of(vm, run.run_id).count("step_completed") == 1
        prove(vm, run.run_id)


async def test_body_that_does_not_end_is_ended_after_its_grace(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(CANCEL, workflow="stubborn")
        while not vm.world.list_waits(run.run_id):
            await trio.lowlevel.checkpoint()
        await run.cancel(grace="50ms")
        assert await run.wait() is RunStatus.CANCELLED
        assert types_of(vm, run.run_id).count("cancel_requested") == 2
        prove(vm, run.run_id)


async def test_grace_counts_over_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        await vm.start_with(CANCEL, workflow="stubborn", run_id="r")
        while not vm.world.list_waits("r"):
            await trio.lowlevel.checkpoint()
        await vm.cancel("r", grace="200ms")
        while "cancel_requested" not in types_of(vm, "r"):
            await trio.lowlevel.checkpoint()
    async with opened(tmp_path) as vm:
        assert await vm.get("r").wait() is RunStatus.CANCELLED


async def test_time_limit_of_a_run_ends_it(tmp_path: Path) -> None:
    async with opened(tmp_path, clock=VirtualClock()) as vm:
        run = await vm.start_with(CANCEL, workflow="compensate", timeout="2d")
        with pytest.raises(RunWasCancelled, match="it took longer than 2d"):
            await run.result()


async def test_run_that_was_stored_and_cancelled_never_begins(tmp_path: Path) -> None:
    async with opened(tmp_path, recover=False) as vm:
        run = await vm.start_with(CANCEL, workflow="compensate", is_parked=True)
        await run.cancel()
    async with opened(tmp_path) as vm:
        assert await vm.get(run.run_id).wait() is RunStatus.CANCELLED
        assert types_of(vm, run.run_id) == ["run_created", "cancel_requested", "run_cancelled"]


async def test_what_is_not_there_cannot_be_cancelled(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        with pytest.raises(RunNotFound):
            await vm.cancel("nobody")


CONTINUE = """
from vm import continue_as_new, set_attributes
async def count(n=1, until=4):
    "use workflow"
    set_attributes(n=n, last=None if n > 1 else True)
    await note(n)
    if n == until:
        return n
    continue_as_new(n + 1, until)

async def note(n):
    "use step"
"""


async def test_run_continues_as_new_under_one_chain_and_the_result_is_the_last_ones(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(CONTINUE, run_id="c")
        assert await run.result() == 4
        assert [vm.get(name).attributes() for name in ("c", "c:2", "c:4")] == [
            {"n": 1, "last": True},
            {"n": 2},
            {"n": 4},
        ]
        assert vm.world.find_runs({"n": "3"}) == ["c:3"]
        prove(vm, "c:3")


STREAM = """
from vm import get_writable, step
async def write(count=5):
    "use workflow"
    await report(get_writable("p"), count)
    return await plain()

async def report(stream, count):
    "use step"
    for number in range(count):
        await stream.write({"n": number})
    await stream.close()

@step
def plain():
    get_writable().write("text")
    get_writable().write(b"bytes")
    return "done"

async def failing():
    "use workflow"
    try:
        await half()
    except Exception as error:
        return type(error).__name__

@step(max_retries=1, backoff="1ms", max_backoff="1ms")
async def half():
    await get_writable().write("begun")
    raise ValueError("broken")
"""


async def test_chunks_of_steps_are_stored_in_order_before_the_step_completes(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(STREAM, workflow="write")
        assert await run.result() == "done"
        chunks = vm.world.read_chunks(run.run_id, "p")
        assert [(chunk.index, chunk.kind, chunk.body) for chunk in chunks[:2]] == [
            (0, "value", b'{"n":0}'),
            (1, "value", b'{"n":1}'),
        ]
        assert len(chunks) == 5
        assert [chunk.body for chunk in vm.world.read_chunks(run.run_id, "")] == [b"text", b"bytes"]
        prove(vm, run.run_id)


async def test_attempt_that_is_made_again_writes_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as vm:
        run = await vm.start_with(STREAM, workflow="failing")
        assert await run.result() == "StepFailed"
        assert [chunk.body for chunk in vm.world.read_chunks(run.run_id, "")] == [b"begun", b"begun"]


async def test_failed_parent_of_a_virtual_clock_is_told_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path, clock=VirtualClock()) as vm:
        with pytest.raises(RunFailed):
            await (await vm.start_with(FAMILY, [1, "badly"], workflow="child")).result()
        assert await (await vm.start_with(FAMILY, kwargs={"how": "slowly"}, workflow="parent")).result() == [0, 2, 4]
