"""Two runs in the midst of their work share nothing: what asyncio, trio, hooks, streams and children made for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from tests.sandbox.replays import T0
from tests.sandbox.test_audit import MARK, MUTABLE, Walk, dangers, is_marked, names_on, spoil
from vm.core.codec import encode
from vm.core.commands import CancelRun, OpenHook, RunStep, StartChild
from vm.core.context import Context
from vm.core.events import (
    JOURNAL_VERSION,
    CancelRequested,
    ChildCompleted,
    HookReceived,
    RunCreated,
    RunStarted,
    StepCompleted,
    StepStarted,
    WaitCompleted,
)
from vm.core.program import Body
from vm.core.replay import Replay
from vm.errors import VMError
from vm.sandbox.loader import load_source
from vm.sandbox.program import SandboxProgram
from vm.sandbox.version import POLICY_VERSION

SOURCE = """
import asyncio, contextlib, dataclasses, trio, vm
from typing import Any

made = []
given = []
log = []

@dataclasses.dataclass
class Approval:
    by: str
    notes: list

approvals = vm.define_hook(Approval)

def step(x):
    "use step"
    return x

async def child(order):
    "use workflow"
    return order

async def waits(nursery, task_status=trio.TASK_STATUS_IGNORED):
    task_status.started([1])
    made.append(task_status)
    await trio.sleep_forever()

async def ticks():
    yield [1]
    yield [2]

async def asyncio_things():
    event, lock, queue, condition = asyncio.Event(), asyncio.Lock(), asyncio.Queue(), asyncio.Condition()
    await queue.put([1])
    await lock.acquire()
    task = asyncio.create_task(event.wait())
    made.extend([event, lock, queue, condition, task, asyncio.current_task(), asyncio.all_tasks(), asyncio.Future()])
    made.extend([asyncio.PriorityQueue(), asyncio.LifoQueue(), asyncio.Barrier(2), asyncio.BoundedSemaphore()])
    made.extend([asyncio.TaskGroup(), asyncio.timeout(9), asyncio.gather(event.wait()), asyncio.shield(task)])
    made.append(await asyncio.wait([asyncio.create_task(asyncio.sleep(0, [1]))]))

async def trio_things():
    sender, receiver = trio.open_memory_channel(2)
    await sender.send([1])
    made.extend([sender, receiver, sender.clone(), sender.statistics(), trio.Event(), trio.Lock(), trio.Semaphore(1)])
    made.extend([trio.Condition(), trio.CapacityLimiter(1), trio.CancelScope(), trio.lowlevel.current_task()])
    async with trio.open_nursery() as nursery:
        made.extend([nursery, nursery.cancel_scope, nursery.child_tasks, await nursery.start(waits, nursery)])
        nursery.cancel_scope.cancel()
    with trio.move_on_after(9) as scope:
        made.append(scope)
    try:
        receiver.receive_nowait()
        receiver.receive_nowait()
    except trio.WouldBlock as error:
        made.append(error)

async def main(*args, **kwargs):
    "use workflow"
    given.append((args, kwargs))
    made.append(given)
    await asyncio_things()
    await trio_things()
    call, pause = step([1]), sleep(60)
    hook, typed = vm.create_hook(metadata={"a": []}), approvals.create()
    web = vm.create_webhook(respond_with={"status": 200, "headers": {"a": "b"}, "body": [1]})
    run, stream = vm.start(child, {"total": [1]}), vm.get_writable("out")
    made.extend([call, pause, hook, hook.token, typed, web, web.url, approvals, run, stream, vm.TaskGroup()])
    made.extend([vm.timeout(9), vm.use_step("step"), vm.gather(sleep(50)), vm.race(sleep(50)), ticks(), aiter(hook)])
    made.extend([asyncio.current_task(), contextlib.aclosing(ticks()), vm.get_workflow_metadata(), run.result()])
    made.append(await call)
    async for payload in hook:
        made.append(payload)
        break
    approval = await typed
    made.extend([approval, approval["notes"], await run.result()])
    try:
        await web
    except vm.RunCancelled as signal:
        made.append(signal)
    await sleep(9)
"""


class Kept(SandboxProgram):
    """A program that remembers the body it opened."""

    def open(self, context: Context) -> Body:
        self.opened = super().open(context)
        return self.opened


class Run:
    """A run that has had a result, payloads and a request to end, and is cleaning up."""

    def __init__(self, run_id: str, *args: Any, **kwargs: Any) -> None:
        bundle = load_source(SOURCE)
        workflow = f"workflow//{bundle.entry}//main"
        self.program = Kept(bundle, workflow)
        self.replay = Replay(
            self.program,
            RunCreated(
                at_ms=T0,
                journal_version=JOURNAL_VERSION,
                run_id=run_id,
                workflow=workflow,
                bundle=bundle.hash,
                policy=POLICY_VERSION,
                seed="seed",
                secret="s",
                input=encode((args, kwargs)),
            ),
        )
        self._feed(RunStarted(at_ms=T0))
        opened = {
            type(command): command.correlation_id for command in self.commands if hasattr(command, "correlation_id")
        }
        first, typed, _ = (command.correlation_id for command in self.commands if isinstance(command, OpenHook))
        self._feed(StepStarted(at_ms=T0, correlation_id=opened[RunStep], attempt=1))
        self._feed(StepCompleted(at_ms=T0, correlation_id=opened[RunStep], result=encode([1])))
        self._feed(HookReceived(at_ms=T0, correlation_id=first, payload=encode({"items": [1]})))
        self._feed(HookReceived(at_ms=T0, correlation_id=typed, payload=encode({"by": "me", "notes": [1]})))
        self._feed(ChildCompleted(at_ms=T0, correlation_id=opened[StartChild], result=encode([1])))
        self._feed(CancelRequested(at_ms=T0, mode="cancel", reason="why"))

    def _feed(self, event: Any) -> None:
        self.commands = self.replay.feed(event)

    @property
    def namespace(self) -> dict[str, Any]:
        found: dict[str, Any] = self.program.opened.function.__globals__
        return found


@pytest.fixture
def pair() -> Iterator[list[Run]]:
    runs = [Run(name, {"total": [1]}, limit={"most": [2]}) for name in ("one", "other")]
    yield runs
    for run in runs:
        run.replay.close()


def shapes(walk: Walk) -> dict[str, str]:
    """Return what kind of thing is at each path, and of a container how long it is."""
    return {
        path: f"{type(value).__name__} {len(value) if isinstance(value, MUTABLE) else ''}"
        for path, value in walk.found.items()
    }


def overwrite(walk: Walk, value: Any) -> None:
    """Write over every attribute that a body may write to."""
    for name in names_on(value):
        if not name.startswith("_"):
            with suppress(VMError, TypeError, AttributeError, ValueError):
                walk.write(value, name, MARK)


def test_runs_have_got_to_where_they_hold_everything(pair: list[Run]) -> None:
    for run in pair:
        kinds = {type(value).__name__ for value in run.namespace["made"]}
        assert kinds >= {"Queue", "Nursery", "MemorySendChannel", "Hook", "ChildRun", "Stream", "RunCancelled"}
        assert run.replay.status == "running"


def test_nothing_that_a_run_at_work_reaches_is_outside(pair: list[Run]) -> None:
    assert dangers(Walk(pair[0].namespace)) == []


def test_two_runs_at_work_share_no_mutable_container(pair: list[Run]) -> None:
    one, other = (Walk(run.namespace).found for run in pair)
    known = {id(value) for value in one.values() if isinstance(value, MUTABLE)}
    assert len(known) > 20
    assert [path for path, value in other.items() if isinstance(value, MUTABLE) and id(value) in known] == []


def test_what_a_run_at_work_changes_is_not_seen_by_another(pair: list[Run]) -> None:
    before = shapes(Walk(pair[1].namespace))
    spoiled = Walk(pair[0].namespace)
    for change in (spoil, overwrite):
        for value in list(spoiled.found.values()):
            change(spoiled, value)
    assert any(is_marked(value) for value in spoiled.found.values())
    later = Run("later", {"total": [1]}, limit={"most": [2]})
    for run in (pair[1], later):
        walk = Walk(run.namespace)
        assert [path for path, value in walk.found.items() if is_marked(value) or value is MARK] == []
        assert shapes(walk) == before
    later.replay.close()


def test_runs_of_one_input_have_it_each_for_itself(pair: list[Run]) -> None:
    """A schedule starts all its runs with one input."""
    inputs = [run.namespace["given"][0] for run in pair]
    assert inputs[0] == inputs[1] == (({"total": [1]},), {"limit": {"most": [2]}})
    inputs[0][0][0]["total"].append(2)
    inputs[0][1]["limit"]["most"].clear()
    assert inputs[1] == (({"total": [1]},), {"limit": {"most": [2]}})


def test_run_goes_on_alike_after_another_was_spoiled(pair: list[Run]) -> None:
    spoiled = Walk(pair[0].namespace)
    for value in list(spoiled.found.values()):
        spoil(spoiled, value)
    elapsed = WaitCompleted(at_ms=T0 + 9_000, correlation_id="wait_9")
    assert isinstance(pair[1].replay.feed(elapsed)[-1], CancelRun)
