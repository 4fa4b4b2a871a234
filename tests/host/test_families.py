"""A thousand children of one run: their results, their ends with their parent's, and errors that pass through runs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import trio

from tests.host.test_outside import prove
from vm import open_vm
from vm.errors import ChildFailed, RunFailed, RunWasCancelled
from vm.face.embed import VM
from vm.host.clock import VirtualClock
from vm.host.options import EngineOptions

MANY = 1_000

FAMILY = """
from vm import ChildFailed, RunCancelled, gather, sleep, start, start_with

async def parent(count, how="well", on_close="cancel", waits=True):
    "use workflow"
    runs = [start_with(child, [number, how], on_close=on_close) for number in range(count)]
    if not waits:
        return [run.run_id for run in runs]
    return sum(await gather(*(run.result() for run in runs)))

async def child(number, how):
    "use workflow"
    if how == "one bad" and number == 500:
        raise ValueError(f"no {number}")
    if how != "well":
        try:
            await sleep("30d")
        except RunCancelled:
            await undo(number)
            raise
    return await double(number)

async def double(number):
    "use step"
    return 2 * number

async def undo(number):
    "use step"

async def grandparent():
    "use workflow"
    return await start(middle).result()

async def middle():
    "use workflow"
    try:
        return await start(broken).result()
    except ChildFailed as error:
        raise RuntimeError("the middle one gives up") from error

async def broken():
    "use workflow"
    await fail()

async def fail():
    "use step"
    from vm import FatalError
    raise FatalError("the card is stolen") from KeyError("card")
"""


def statuses(vm: VM, prefix: str = "p.") -> Counter[str]:
    return Counter(str(run.status) for run in vm.world.list_runs() if run.run_id.startswith(prefix))


@pytest.mark.parametrize("most_active", [64, 5_000])
async def test_thousand_children_bring_their_results_to_one_parent(tmp_path: Path, most_active: int) -> None:
    with trio.fail_after(120):
        options = EngineOptions(most_active=most_active)
        async with open_vm(f"sqlite:{tmp_path / 'world.db'}", options=options) as vm:
            run = await vm.start_with(FAMILY, [MANY], workflow="parent", run_id="p")
            assert await run.result() == MANY * (MANY - 1)
            assert statuses(vm) == {"completed": MANY}
            for run_id in ("p", "p.1", f"p.{MANY}"):
                prove(vm, run_id)


async def cancelled(vm: VM, on_close: str) -> None:
    """Have a parent of `MANY` sleeping children cancelled."""
    run = await vm.start_with(FAMILY, [MANY, "slowly", on_close], workflow="parent", run_id="p")
    while len(vm.world.list_waits()) < MANY:
        await trio.sleep(0.01)
    assert await run.cancel(reason="enough")
    with pytest.raises(RunWasCancelled, match="enough"):
        await run.result()


async def test_thousand_children_are_cancelled_with_their_parent_and_clean_up(tmp_path: Path) -> None:
    with trio.fail_after(120):
        async with open_vm(f"sqlite:{tmp_path / 'world.db'}") as vm:
            await cancelled(vm, "cancel")
            for number in range(1, MANY + 1):
                await vm.get(f"p.{number}").wait()
            assert statuses(vm) == {"cancelled": MANY}
            undone = [event.type for event in vm.get("p.777").events()]
            assert undone.count("step_completed") == 1
            prove(vm, "p")
            prove(vm, "p.777")


async def test_thousand_children_that_may_be_abandoned_go_on_without_their_parent(tmp_path: Path) -> None:
    with trio.fail_after(120):
        async with open_vm(f"sqlite:{tmp_path / 'world.db'}") as vm:
            await cancelled(vm, "abandon")
            assert statuses(vm) == {"running": MANY}
            for number in range(1, MANY + 1):
                await vm.wake(f"p.{number}")
            assert await vm.get("p.777").result() == 2 * 776
            for number in range(1, MANY + 1):
                await vm.get(f"p.{number}").wait()
            assert statuses(vm) == {"completed": MANY}


async def test_parent_that_returns_first_leaves_each_kind_of_child_as_it_was_told_to(tmp_path: Path) -> None:
    with trio.fail_after(120):
        async with open_vm(f"sqlite:{tmp_path / 'world.db'}") as vm:
            for on_close, expected in (("cancel", "cancelled"), ("abandon", "completed")):
                run = await vm.start_with(FAMILY, [20, "slowly", on_close, False], workflow="parent", run_id=on_close)
                children = await run.result()
                for child in children:
                    if on_close == "abandon":
                        while not vm.world.list_waits(child):
                            await trio.sleep(0.001)
                        await vm.wake(child)
                    assert str(await vm.get(child).wait()) == expected
                prove(vm, on_close)


async def test_one_child_of_a_thousand_that_fails_has_the_others_cancelled(tmp_path: Path) -> None:
    with trio.fail_after(120):
        async with open_vm("memory:", clock=VirtualClock()) as vm:
            run = await vm.start_with(FAMILY, [MANY, "one bad"], workflow="parent", run_id="p")
            with pytest.raises(RunFailed, match=r"p\.501 of child failed: ValueError: no 500"):
                await run.result()
            for number in range(1, MANY + 1):
                await vm.get(f"p.{number}").wait()
            assert statuses(vm) == {"cancelled": MANY - 1, "failed": 1}
            prove(vm, "p")


async def test_error_keeps_its_chain_through_three_runs_and_a_step() -> None:
    with trio.fail_after(60):
        async with open_vm("memory:") as vm:
            run = await vm.start_with(FAMILY, workflow="grandparent", run_id="g")
            with pytest.raises(RunFailed) as caught:
                await run.result()
            chain: list[Any] = []
            error: BaseException | None = caught.value.error
            while error is not None:
                chain.append((type(error).__name__, str(error)))
                error = error.__cause__
            assert [name for name, _ in chain] == [
                "ChildFailed",
                "RuntimeError",
                "ChildFailed",
                "StepFailed",
                "FatalError",
                "KeyError",
            ]
            assert isinstance(caught.value.error, ChildFailed)
            assert "the card is stolen" in chain[4][1]
            for run_id in ("g", "g.1", "g.1.1"):
                prove(vm, run_id)
