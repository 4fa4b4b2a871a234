"""Embedding: `open_vm` under trio, `BackgroundVM` from plain and asyncio code, on real SQLite files."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trio

from vm import BackgroundVM, RunFailed, open_vm
from vm.core.events import RunCompleted
from vm.core.lifecycle import RunStatus
from vm.errors import (
    BadInput,
    JournalTooNew,
    NotAWorld,
    NotSerializable,
    RunBuried,
    RunExists,
    RunNotFound,
    RunUnfinished,
    SeveralWorkflows,
    StepsNotImportable,
    VMError,
    WorkflowCalledDirectly,
    WorkflowNotFound,
    WorldUnwritable,
    WrongArguments,
)
from vm.host.clock import VirtualClock
from vm.host.options import EngineOptions
from world.memory import MemoryWorld
from world.records import Written

SOURCE = """
async def greet(name: str, times: int = 1) -> dict:
    "use workflow"
    lines = [await hello(name) for _ in range(times)]
    await sleep("10ms")
    return {"lines": lines}


async def hello(name: str) -> str:
    "use step"
    if name == "nobody":
        raise FatalError("there is nobody")
    return f"hello {name}"


from vm import FatalError
"""

WAITING = """
async def wait_long() -> str:
    "use workflow"
    await note("before")
    await sleep("1h")
    await note("after")
    return "awake"


async def note(line: str) -> None:
    "use step"
    from pathlib import Path
    with Path(__file__).with_name("notes.txt").open("a") as file:
        file.write(line + "\\n")
"""


@pytest.fixture(autouse=True)
def _leave_no_modules() -> Iterator[None]:
    modules, path = set(sys.modules), list(sys.path)
    yield
    for name in set(sys.modules) - modules:
        if not name.startswith(("vm.", "world.", "stdlib_shims")) and name in ("greeting", "waiting", "broken"):
            del sys.modules[name]
    sys.path[:] = path


@pytest.fixture
def greeting(tmp_path: Path) -> Path:
    file = tmp_path / "greeting.py"
    file.write_text(SOURCE)
    return file


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:{tmp_path / 'world.db'}"


async def test_run_of_a_file_gives_its_result(greeting: Path, url: str) -> None:
    async with open_vm(url) as vm:
        run = await vm.start(greeting, "ada", times=2)
        assert await run.result() == {"lines": ["hello ada", "hello ada"]}
        assert run.status() is RunStatus.COMPLETED
        assert isinstance(run.events()[-1], RunCompleted)
        assert repr(run) == f"<Run {run.run_id}>"


async def test_run_of_source_text_gives_its_result() -> None:
    async with open_vm("memory:") as vm:
        assert await vm.run(SOURCE, "text") == {"lines": ["hello text"]}


async def test_run_of_the_function_itself_shares_its_module(greeting: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(greeting.parent))
    import greeting as module  # type: ignore[import-not-found]

    async with open_vm("memory:") as vm:
        assert await vm.run(module.greet, "fn") == {"lines": ["hello fn"]}
        with pytest.raises(WorkflowCalledDirectly):
            module.greet("fn")
        assert await module.hello("plainly") == "hello plainly"


async def test_failed_run_raises_with_the_failure_as_its_cause(greeting: Path) -> None:
    async with open_vm("memory:") as vm:
        run = await vm.start(greeting, "nobody")
        with pytest.raises(RunFailed, match="there is nobody") as caught:
            await run.result()
        assert type(caught.value.error).__name__ == "StepFailed"
        assert type(caught.value.error.__cause__).__name__ == "FatalError"


async def test_errors_of_the_block_are_raised_as_they_are() -> None:
    with pytest.raises(KeyError, match="mine"):
        async with open_vm("memory:"):
            raise KeyError("mine")


@pytest.mark.parametrize(
    ("args", "kwargs"), [((), {}), (("a", 1, 2), {}), (("a",), {"name": "b"}), (("a",), {"unknown": 1})]
)
async def test_arguments_that_do_not_fit_are_refused_before_anything_is_stored(
    greeting: Path, args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    async with open_vm("memory:") as vm:
        with pytest.raises(WrongArguments):
            await vm.start(greeting, *args, **kwargs)
        assert vm.world.list_runs() == []


async def test_argument_that_cannot_be_stored_is_refused_with_its_path(greeting: Path) -> None:
    async with open_vm("memory:") as vm:
        with pytest.raises(NotSerializable, match=r"args\[0\]"):
            await vm.start(greeting, object())
        assert vm.world.list_runs() == []


async def test_two_starts_of_one_run_id_at_once_are_one_run_that_is_driven(greeting: Path, url: str) -> None:
    found: list[tuple[bool, object]] = []

    async def start(vm: Any) -> None:
        run = await vm.start_with(greeting, ["Ada"], run_id="one")
        found.append((run.is_new, await run.result()))

    async with open_vm(url) as vm:
        with trio.fail_after(10):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(start, vm)
                nursery.start_soon(start, vm)
    assert sorted(is_new for is_new, _ in found) == [False, True]
    assert found[0][1] == found[1][1]


async def test_run_id_makes_starting_idempotent(greeting: Path, url: str) -> None:
    async with open_vm(url) as vm:
        first = await vm.start_with(greeting, ["ada"], run_id="order-1")
        await first.result()
        again = await vm.start_with(greeting, ["ada"], run_id="order-1")
        assert await again.result() == {"lines": ["hello ada"]}
        assert len(vm.world.list_runs()) == 1
        with pytest.raises(RunExists):
            await vm.start_with(greeting, ["eve"], run_id="order-1")
        with pytest.raises(BadInput):
            await vm.start_with(greeting, ["ada"], run_id="no spaces")
        with pytest.raises(BadInput):
            await vm.start_with(greeting, ["ada"], seed="\ud800")


async def test_workflow_is_chosen_by_name_when_there_are_several(tmp_path: Path) -> None:
    file = tmp_path / "several.py"
    file.write_text(
        'async def a():\n    "use workflow"\n    return 1\n\nasync def b():\n    "use workflow"\n    return 2\n'
    )
    async with open_vm("memory:") as vm:
        assert await (await vm.start_with(file, workflow="b")).result() == 2
        with pytest.raises(SeveralWorkflows, match="a, b"):
            await vm.start(file)
        with pytest.raises(WorkflowNotFound, match="it has: a, b"):
            await vm.start_with(file, workflow="c")


async def test_unfinished_run_is_taken_up_by_the_next_who_opens_the_world(tmp_path: Path, url: str) -> None:
    file = tmp_path / "waiting.py"
    file.write_text(WAITING)

    class Standing(VirtualClock):
        async def wait(self, due_ms: int | None, news: trio.Event, *, is_idle: bool) -> None:
            await news.wait()

    async with open_vm(url, clock=Standing()) as vm:
        run = await vm.start_with(file, run_id="r")
        while vm.world.list_waits("r") == []:
            await trio.lowlevel.checkpoint()
        assert run.status() is RunStatus.RUNNING
    file.write_text(WAITING.replace("1h", "99h"))  # the run keeps the source that it began with
    async with open_vm(url, clock=VirtualClock()) as vm:
        assert await vm.get("r").result() == "awake"
        assert vm.problems == {}
    assert (tmp_path / "notes.txt").read_text() == "before\nafter\n"


async def test_steps_of_a_file_that_is_gone_are_taken_from_the_bundle(tmp_path: Path, url: str) -> None:
    file = tmp_path / "greeting.py"
    file.write_text(SOURCE)
    async with open_vm(url, recover=False) as vm:
        await vm.start_with(file, ["ada"], run_id="r", is_parked=True)
    file.unlink()
    async with open_vm(url) as vm:
        assert await vm.get("r").result() == {"lines": ["hello ada"]}


async def test_a_run_that_cannot_be_taken_up_does_not_stop_the_others(tmp_path: Path, url: str) -> None:
    broken, good = tmp_path / "broken.py", tmp_path / "greeting.py"
    broken.write_text('async def main():\n    "use workflow"\n    return 1\n')
    good.write_text(SOURCE)
    async with open_vm(url, recover=False) as vm:
        await vm.start_with(broken, run_id="broken", is_parked=True)
        await vm.start_with(good, ["ada"], run_id="good", is_parked=True)
    broken.write_text("raise ImportError('not here')\n")
    async with open_vm(url) as vm:
        assert await vm.get("good").result() == {"lines": ["hello ada"]}
        assert isinstance(vm.problems["broken"], StepsNotImportable)


async def test_waiting_for_a_run_ends_when_the_vm_is_closed(tmp_path: Path, url: str) -> None:
    file = tmp_path / "waiting.py"
    file.write_text(WAITING)
    seen: list[str] = []

    async def wait(run: object) -> None:
        try:
            await run.result()  # type: ignore[attr-defined]
        except RunUnfinished as error:
            seen.append(str(error))

    async with trio.open_nursery() as nursery:
        async with open_vm(url) as vm:
            run = await vm.start(file)
            nursery.start_soon(wait, run)
            while vm.world.list_waits() == []:
                await trio.lowlevel.checkpoint()
    assert f"python -m vm resume {run.run_id}" in seen[0]


async def test_unknown_run_is_refused(url: str) -> None:
    async with open_vm(url) as vm:
        with pytest.raises(RunNotFound):
            vm.get("nobody")


async def test_start_takes_a_path_a_function_or_text_and_nothing_else() -> None:
    async with open_vm("memory:") as vm:
        with pytest.raises(BadInput, match="int"):
            await vm.start(7)


def test_background_vm_runs_from_plain_code(greeting: Path, url: str) -> None:
    with BackgroundVM(url) as vm:
        assert vm.run(greeting, "plain") == {"lines": ["hello plain"]}
        run_id = vm.start(greeting, "later")
        assert vm.result(run_id) == {"lines": ["hello later"]}
        assert vm.status(run_id) is RunStatus.COMPLETED
        assert vm.events(run_id)[0].type == "run_created"


def test_background_vm_runs_beside_an_asyncio_program(greeting: Path) -> None:
    async def main() -> object:
        with BackgroundVM("memory:", options=EngineOptions(grace_ms=100)) as vm:
            return await asyncio.to_thread(vm.run, greeting, "asyncio")

    assert asyncio.run(main()) == {"lines": ["hello asyncio"]}


def test_background_vm_raises_what_a_call_raises(greeting: Path) -> None:
    with BackgroundVM("memory:") as vm:
        with pytest.raises(RunFailed):
            vm.run(greeting, "nobody")
        with pytest.raises(RunNotFound):
            vm.status("nobody")
    with pytest.raises(BadInput, match="not open"):
        vm.status("x")


def test_background_vm_on_something_that_is_no_world_says_so(tmp_path: Path) -> None:
    (tmp_path / "not.db").write_text("plain text, and enough of it to be no database at all " * 20)
    with pytest.raises(NotAWorld), BackgroundVM(f"sqlite:{tmp_path / 'not.db'}"):
        raise AssertionError("it was opened")


def test_unknown_kind_of_world_is_refused() -> None:
    with pytest.raises(BadInput, match="sqlite:PATH"), BackgroundVM("redis:x"):
        raise AssertionError("it was opened")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3), ValueError("mine")])
async def test_whatever_the_block_raises_is_raised_as_it_is(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught:
        async with open_vm("memory:"):
            raise error
    assert caught.value is error


async def test_block_that_is_cancelled_from_outside_ends_quietly() -> None:
    with trio.CancelScope() as scope:
        async with open_vm("memory:"):
            scope.cancel()
            await trio.sleep_forever()
    assert scope.cancelled_caught


async def test_group_with_a_cancellation_in_it_is_left_to_trio() -> None:
    with pytest.RaisesGroup(pytest.RaisesGroup(ValueError)), trio.CancelScope() as scope:
        async with open_vm("memory:"):
            try:
                scope.cancel()
                await trio.sleep_forever()
            except trio.Cancelled as cancelled:
                raise BaseExceptionGroup("both", [cancelled, ValueError("mine")]) from None


async def test_ctrl_c_in_a_step_ends_the_block_and_is_raised_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    async def interrupt(self: object, attempt: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vm.host.steps.Executor.make", interrupt)
    with pytest.raises(KeyboardInterrupt):
        async with open_vm("memory:") as vm:
            await vm.run(SOURCE, "ada")


async def test_world_that_fails_ends_the_block_with_its_error() -> None:
    class Full(MemoryWorld):
        def append(self, appends: object, creations: object = ()) -> Written:
            raise WorldUnwritable("memory:", "the disk is full")

    with pytest.raises(WorldUnwritable):
        async with open_vm(world=Full()) as vm:
            await vm.run(SOURCE, "ada")


async def test_waiting_for_a_run_that_could_not_be_taken_up_says_why(tmp_path: Path, url: str) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text('async def main():\n    "use workflow"\n    return 1\n')
    async with open_vm(url, recover=False) as vm:
        await vm.start_with(broken, run_id="broken", is_parked=True)
    broken.write_text("raise ImportError('not here')\n")
    async with open_vm(url) as vm:
        with pytest.raises(StepsNotImportable):
            await vm.get("broken").result()
        broken.write_text('async def main():\n    "use workflow"\n    return 1\n')
        await vm.resume("broken")
        assert await vm.get("broken").result() == 1
        assert vm.problems == {}


async def test_run_of_a_newer_journal_does_not_stop_the_others(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_vm(url, recover=False) as vm:
        monkeypatch.setattr("vm.host.headers.JOURNAL_VERSION", 999)
        await vm.start_with(SOURCE, ["ada"], run_id="newer", is_parked=True)
        monkeypatch.undo()
        await vm.start_with(SOURCE, ["ada"], run_id="good", is_parked=True)
    async with open_vm(url) as vm:
        assert await vm.get("good").result() == {"lines": ["hello ada"]}
        assert isinstance(vm.problems["newer"], JournalTooNew)


async def test_two_vms_of_one_process_share_a_world(tmp_path: Path, url: str) -> None:
    file = tmp_path / "waiting.py"
    file.write_text(WAITING.replace("1h", "200ms"))
    async with open_vm(url) as one:
        run = await one.start(file)
        async with open_vm(url) as other:
            assert run.run_id not in other.problems  # it is in good hands
            assert await other.get(run.run_id).result() == "awake"
        assert await run.result() == "awake"
    assert (tmp_path / "notes.txt").read_text() == "before\nafter\n"


async def test_run_that_ended_while_it_was_being_taken_up_is_no_problem(
    greeting: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_vm(url, recover=False) as one:
        await one.start_with(greeting, ["ada"], run_id="r", is_parked=True)
        async with open_vm(url, recover=False) as other:
            record = one.get("r").record()
            await (await one.resume("r")).result()
            monkeypatch.setattr(other.world, "get_run", lambda _: record)
            await other.resume("r")
            assert other.problems == {}


def test_background_vm_can_be_entered_again_and_says_so_when_it_is_closed(greeting: Path) -> None:
    vm = BackgroundVM("memory:")
    for _ in range(2):
        with vm:
            assert vm.run(greeting, "again") == {"lines": ["hello again"]}
        with pytest.raises(BadInput, match="not open"):
            vm.start(greeting, "later")


def test_call_under_way_when_the_background_vm_is_closed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "waiting.py"
    file.write_text(WAITING)
    refused: list[BaseException] = []
    with BackgroundVM("memory:") as vm:
        run_id = vm.start(file)

        def wait() -> None:
            try:
                vm.result(run_id)
            except VMError as error:
                refused.append(error)

        thread = threading.Thread(target=wait)
        thread.start()
        while "wait_created" not in [event.type for event in vm.events(run_id)]:
            pass
    thread.join()
    assert isinstance(refused[0], RunUnfinished | BadInput)


async def test_many_runs_are_started_with_positional_or_named_arguments(greeting: Path, url: str) -> None:
    async with open_vm(url) as vm:
        runs = await vm.start_many(greeting, [["ada"], {"name": "eve", "times": 2}, ("bob",)])
        assert [await run.result() for run in runs] == [
            {"lines": ["hello ada"]},
            {"lines": ["hello eve", "hello eve"]},
            {"lines": ["hello bob"]},
        ]
        with pytest.raises(WrongArguments):
            await vm.start_many(greeting, [["ada"], []])
        assert len(vm.world.list_runs()) == 3


async def test_run_with_the_key_of_a_living_one_is_that_one(greeting: Path, url: str) -> None:
    async with open_vm(url, recover=False) as vm:
        first = await vm.start_with(greeting, ["ada"], dedup_key="daily", is_parked=True)
        again = await vm.start_with(greeting, ["eve"], dedup_key="daily")
        assert (again.run_id, first.is_new, again.is_new) == (first.run_id, True, False)
        await vm.resume(first.run_id)
        assert await again.result() == {"lines": ["hello ada"]}
        third = await vm.start_with(greeting, ["eve"], dedup_key="daily")
        assert third.is_new
        assert await third.result() == {"lines": ["hello eve"]}


async def test_delayed_run_is_taken_up_when_its_time_has_come(greeting: Path, url: str) -> None:
    async with open_vm(url) as vm:
        run = await vm.start_with(greeting, ["ada"], delay="100ms")
        assert run.record().epoch == 0
        assert await run.result() == {"lines": ["hello ada"]}
        created, started = run.events()[:2]
        assert started.at_ms - created.at_ms >= 100


async def test_run_that_somebody_else_stores_is_taken_up_and_its_end_is_heard_of(greeting: Path, url: str) -> None:
    async with open_vm(url) as vm, open_vm(url, recover=False) as other:
        stored = await other.start_with(greeting, ["ada"], is_parked=True)
        with trio.fail_after(30):
            assert await stored.result() == {"lines": ["hello ada"]}
        assert vm.get(stored.run_id).status() is RunStatus.COMPLETED


async def test_vm_of_some_files_leaves_other_workflows_alone(greeting: Path, tmp_path: Path, url: str) -> None:
    waiting = tmp_path / "waiting.py"
    waiting.write_text(WAITING)
    async with open_vm(url, recover=False) as vm:
        await vm.start_with(greeting, ["ada"], run_id="mine", is_parked=True)
        await vm.start_with(waiting, run_id="theirs", is_parked=True)
    async with open_vm(url, files=[greeting]) as vm:
        assert await vm.get("mine").result() == {"lines": ["hello ada"]}
        assert vm.get("theirs").record().epoch == 0


async def test_buried_run_is_told_of_wherever_it_was_buried_and_can_be_revived(tmp_path: Path, url: str) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text('async def main():\n    "use workflow"\n    return 1\n')
    async with open_vm(url, recover=False) as vm:
        await vm.start_with(broken, run_id="broken", is_parked=True)
    broken.write_text("raise ImportError('not here')\n")
    async with open_vm(url) as vm:
        with pytest.raises(StepsNotImportable):
            await vm.get("broken").wait()
    async with open_vm(url) as vm:
        with pytest.raises(RunBuried, match="not here"):
            await vm.get("broken").wait()
        broken.write_text('async def main():\n    "use workflow"\n    return 1\n')
        assert vm.revive("broken")
        assert await vm.get("broken").result() == 1
        assert not vm.revive("broken")
