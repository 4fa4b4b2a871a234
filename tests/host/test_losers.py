"""What a task waits for that a race, a time limit or its group cancels: cancelled in the journal, and for real."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
import trio

from tests.host.test_outside import prove
from vm import open_vm
from vm.core.events import ChildCreated, StepCompleted, decode_event
from vm.core.lifecycle import RunStatus

BEGUN: Counter[str] = Counter()
ENDED: Counter[str] = Counter()
"""How often the code of a step began and was told to end, by kind. A loop of asyncio may not have come to it yet."""

LEFT = threading.Event()
"""Set when a step in a thread may go on: nobody can end it before."""

SOURCE = """
import asyncio
import threading

import trio
from vm import RunCancelled, TaskGroup, create_task, gather, race, sleep, start, step, timeout
import tests.host.test_losers as seen

async def main(way, kind):
    "use workflow"
    return await WAYS[way](KINDS[kind])

# ---- how it is lost

async def by_race(wait):
    return await race(pause(), wait())

async def by_timeout(wait):
    try:
        async with timeout("10ms"):
            await wait()
    except TimeoutError:
        return "late"

async def by_wait_for(wait):
    try:
        await asyncio.wait_for(wait(), 0.01)
    except TimeoutError:
        return "late"

async def by_move_on(wait):
    with trio.move_on_after(0.01):
        await wait()
    return "late"

async def by_group(wait):
    async def fail():
        await pause()
        raise ValueError("one fails, all go")
    try:
        async with TaskGroup() as group:
            group.create_task(wait())
            group.create_task(fail())
    except* ValueError:
        pass
    return "late"

async def by_nursery(wait):
    async with trio.open_nursery() as nursery:
        nursery.start_soon(wait)
        await pause()
        nursery.cancel_scope.cancel()
    return "late"

async def by_task(wait):
    task = create_task(wait())
    await pause()
    task.cancel()
    try:
        await task
    except BaseException:
        pass
    return "late"

WAYS = {way.__name__: way for way in (by_race, by_timeout, by_wait_for, by_move_on, by_group, by_nursery, by_task)}

async def pause():
    await sleep("10ms")
    return "late"

# ---- what is lost

async def on_trio():
    await slow_on_trio()

async def on_asyncio():
    await slow_on_asyncio()

async def in_thread():
    await slow_in_thread()

async def sleeping():
    await sleep("1h")

async def deeper():
    await gather(sleep("1h"), on_trio())

async def as_child():
    await start(child).result()

KINDS = {kind.__name__: kind for kind in (on_trio, on_asyncio, in_thread, sleeping, deeper, as_child)}

async def slow_on_trio():
    "use step"
    seen.BEGUN["on_trio"] += 1
    try:
        await trio.sleep_forever()
    finally:
        seen.ENDED["on_trio"] += 1

@step(loop="asyncio")
async def slow_on_asyncio():
    seen.BEGUN["on_asyncio"] += 1
    try:
        await asyncio.sleep(3600)
    finally:
        seen.ENDED["on_asyncio"] += 1

@step
def slow_in_thread():
    seen.LEFT.wait(30)
    return "nobody wants this"

async def child():
    "use workflow"
    try:
        await sleep("1h")
    except RunCancelled:
        await undo()
        raise

async def undo():
    "use step"
"""
WAYS = ("by_race", "by_timeout", "by_wait_for", "by_move_on", "by_group", "by_nursery", "by_task")
LOST = {
    "on_trio": {"step_cancelled": 1},
    "on_asyncio": {"step_cancelled": 1},
    "in_thread": {"step_cancelled": 1},
    "sleeping": {"wait_cancelled": 1},
    "deeper": {"step_cancelled": 1, "wait_cancelled": 1},
    "as_child": {"child_cancel_requested": 1},
}


@pytest.mark.parametrize("kind", LOST)
@pytest.mark.parametrize("way", WAYS)
async def test_loser_is_cancelled_in_the_journal_and_for_real(way: str, kind: str) -> None:
    BEGUN.clear()
    ENDED.clear()
    LEFT.clear()
    with trio.fail_after(60):
        async with open_vm("memory:") as vm:
            run = await vm.start_with(SOURCE, [way, kind], workflow="main", run_id="r")
            assert await run.result() == "late"
            events = [decode_event(row.body) for row in vm.world.read_journal("r")]
            found = Counter(event.type for event in events)
            assert {name: found[name] for name in LOST[kind]} == LOST[kind]
            assert not any(isinstance(event, StepCompleted) for event in events)
            if kind == "as_child":
                (child,) = [event.child for event in events if isinstance(event, ChildCreated)]
                assert await vm.get(child).wait() is RunStatus.CANCELLED
                assert "step_completed" in [event.type for event in vm.get(child).events()]
                prove(vm, child)
            LEFT.set()
            while BEGUN != ENDED:
                await trio.sleep(0.001)
            prove(vm, "r")
        assert vm.world.get_run("r").head == len(events)
        assert ENDED["on_trio"] == (kind in ("on_trio", "deeper"))
