"""Graphs survive their process: dying behind every commit, in memory; and killed for real, on a disk."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.nightly import sample
from tests.waiting import wait_until
from tools import kills
from vm.graph import VMEngine, create_step, create_workflow
from vm.testing import crash_everywhere
from vm.testing.crashes import Case

STEPS = """
from vm.graph import clone_step, create_step, create_workflow, graph_step


@graph_step(id="add")
async def add(ctx):
    return ctx.input_data + 1


@graph_step(id="ask")
async def ask(ctx):
    if ctx.resume_data is None:
        ctx.suspend({"for": ctx.input_data}, resume_label="boss")
    ctx.set_state({"said": ctx.resume_data})
    return ctx.input_data + ctx.resume_data


@graph_step(id="count")
async def count(ctx):
    ctx.set_state(lambda state: {"n": state.get("n", 0) + 1})
    return ctx.input_data


@graph_step(id="flaky", retries=2, delay="1s")
async def flaky(ctx):
    if ctx.retry_count < 1:
        raise ConnectionError("not yet")
    return ctx.get_step_result("add")

"""

GRAPHS = {
    "chain": "flow = create_workflow(id='flow').then(add).then(clone_step(add, id='b')).then(flaky).commit()",
    "suspension": "flow = create_workflow(id='flow').then(add).then(ask).then(clone_step(add, id='b')).commit()",
    "parallel": (
        "flow = (create_workflow(id='flow').parallel([ask, add, clone_step(count, id='c'), count])"
        ".map(lambda ctx: [ctx.input_data, ctx.state]).commit())"
    ),
    "branch": (
        "flow = (create_workflow(id='flow').branch([(lambda ctx: ctx.input_data > 0, add),"
        " (lambda ctx: ctx.input_data > 5, ask)]).commit())"
    ),
    "loop": "flow = create_workflow(id='flow').dountil(add, lambda ctx: ctx.iteration_count == 3).sleep('1h').commit()",
    "nested": (
        "child = create_workflow(id='child').then(add).then(ask).commit()\n"
        "flow = create_workflow(id='flow').then(child).then(count).commit()"
    ),
}
ANSWERS = {"ask@1": 10, "child.ask@1": 10}


@pytest.mark.parametrize("name", GRAPHS)
def test_graph_comes_to_the_same_wherever_its_process_dies(name: str, tmp_path: Path) -> None:
    path = tmp_path / "flow.py"
    path.write_text(STEPS + GRAPHS[name] + "\n")
    report = crash_everywhere(str(path), 1, workflow="flow", answers=ANSWERS)
    assert report.deaths >= 3
    assert report.ending.end.startswith("completed")


@pytest.mark.parametrize("items", [[1, 2, 3]])
def test_foreach_over_nested_workflows_comes_to_the_same_wherever_its_process_dies(
    items: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "flow.py"
    text = (
        "child = create_workflow(id='child').then(add).then(ask).commit()\n"
        "flow = create_workflow(id='flow').foreach(child).commit()\n"
    )
    path.write_text(STEPS + text)
    answers = {f"child[{index}].ask@1": index for index in range(3)}
    report = crash_everywhere(str(path), items, workflow="flow", answers=answers)
    assert report.ending.end == "completed: [2,4,6]"


@pytest.mark.acceptance
@pytest.mark.parametrize("name", GRAPHS)
def test_graph_comes_to_the_same_when_its_process_is_killed_by_the_system(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "flow.py"
    path.write_text(STEPS + GRAPHS[name] + "\n")
    case = Case(str(path), (1,), workflow="flow", answers=ANSWERS)
    monkeypatch.setattr(kills, "find_case", {name: case}.__getitem__)
    expected, commits = kills.measure(name, tmp_path)
    deaths = sample(range(1, commits + 1), 3, 1)
    found = [kills.kill_behind(name, death, tmp_path / f"{death}.db") for death in deaths]
    assert found == [(expected, True)] * len(deaths)


KILLED = """
import json, sys
from pathlib import Path

import trio
from vm.graph import VMEngine, create_workflow, graph_step

LOG = Path({log!r})


@graph_step(id="first")
async def first(ctx):
    with LOG.open("a") as file:
        file.write("first\\n")
    return ctx.input_data + 1


@graph_step(id="second")
async def second(ctx):
    with LOG.open("a") as file:
        file.write("second\\n")
    if len(LOG.read_text().splitlines()) == 2:
        await trio.sleep_forever()
    return ctx.input_data + ctx.get_step_result("first")


@graph_step(id="ask")
async def ask(ctx):
    return ctx.suspend({{"n": ctx.input_data}}) if ctx.resume_data is None else ctx.input_data + ctx.resume_data


flow = create_workflow(id="flow").then(first).then(second).then(ask).commit()


async def main():
    async with VMEngine("sqlite:" + sys.argv[1]) as engine:
        run = engine.create_run(flow, run_id="one")
        result = await run.start(1) if len(sys.argv) < 3 else await run.resume("ask", int(sys.argv[2]))
        print(json.dumps({{"status": result.status, "result": result.get("result")}}))


if __name__ == "__main__":
    trio.run(main)
"""


def _run(*command: object) -> dict[str, Any]:
    found = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, timeout=60, check=True)
    return dict(json.loads(found.stdout))


def is_within_second(log: Path) -> bool:
    return log.exists() and "second" in log.read_text()


def test_steps_that_were_done_are_not_done_again_when_the_process_is_killed(tmp_path: Path) -> None:
    log, world, program = tmp_path / "log", tmp_path / "world.db", tmp_path / "flow.py"
    program.write_text(KILLED.format(log=str(log)))
    with subprocess.Popen([sys.executable, str(program), str(world)]) as process:
        wait_until(lambda: is_within_second(log) or process.poll() is not None, lambda: "the second step is not called")
        assert process.poll() is None, "it ended by itself"
        process.send_signal(signal.SIGKILL)
    assert _run(program, world) == {"status": "suspended", "result": None}
    assert _run(program, world, 10) == {"status": "success", "result": 14}
    assert log.read_text().splitlines() == ["first", "second", "second"]


async def test_suspended_run_is_resumed_by_another_engine_on_the_same_world(tmp_path: Path) -> None:
    path, url = tmp_path / "flow.py", f"sqlite:{tmp_path / 'world.db'}"
    path.write_text(STEPS + GRAPHS["suspension"] + "\n")
    async with VMEngine(url) as engine:
        run = engine.create_run(engine.load(path), run_id="one")
        assert (await run.start(1)).status == "suspended"
    async with VMEngine(url) as engine:
        run = engine.create_run(engine.load(path), run_id="one")
        assert (await run.result()).suspend_payload == {"ask": {"for": 2}}
        assert (await run.resume(label="boss", resume_data=5)).result == 8


def test_example_that_asks_a_person_comes_to_the_same_wherever_its_process_dies() -> None:
    path = Path(__file__).parents[2] / "vm" / "examples" / "trip_graph.py"
    report = crash_everywhere(path, {"to": "Rome"}, answers={"approve@1": {"ok": True}})
    assert "booked Rome" in report.ending.end


async def test_graph_that_no_file_declares_is_resumed_by_another_engine(tmp_path: Path) -> None:
    async def ask(ctx: Any) -> Any:
        return ctx.suspend() if ctx.resume_data is None else [ctx.input_data, ctx.resume_data]

    def make() -> Any:
        step = create_step(id="ask", execute=ask)
        return create_workflow("local").map(lambda ctx: ctx.input_data + 1).then(step).commit()

    url = f"sqlite:{tmp_path / 'world.db'}"
    async with VMEngine(url) as engine:
        assert (await engine.create_run(make(), run_id="one").start(1)).status == "suspended"
    async with VMEngine(url) as engine:
        assert (await engine.create_run(make(), run_id="one").resume("ask", 5)).result == [2, 5]
