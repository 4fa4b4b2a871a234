"""Steps of code workflows in graphs, steps of graphs in code workflows, and steps looked up by id."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vm import open_vm
from vm.graph import (
    GraphRefused,
    SchemaMismatch,
    VMEngine,
    create_step,
    create_workflow,
    get_step,
    get_workflow,
    register,
    run_step,
)

FILE = """
from vm.graph import create_step, create_workflow, graph_step


async def charge(card, amount):
    "use step"
    return f"{card}: {amount}"


@graph_step(id="double")
async def double(ctx):
    return ctx.input_data * 2


flow = create_workflow(id="flow").then(create_step(from_step=charge, id="pay")).commit()


async def code(amount):
    "use workflow"
    return [await double(amount), await charge("visa", amount)]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "both.py"
    made.write_text(FILE)
    return made


async def test_step_of_code_workflows_gets_its_arguments_from_the_input(path: Path) -> None:
    async with VMEngine("memory:") as engine:
        result = await engine.create_run(engine.load(path, "flow")).start({"card": "visa", "amount": 5})
    assert result.result == "visa: 5"


async def test_step_of_a_graph_is_called_by_a_code_workflow(path: Path) -> None:
    async with open_vm("memory:") as vm:
        run = await vm.start_with(str(path), [5], workflow="code")
        assert await run.result() == [10, "visa: 5"]


async def test_run_is_made_on_the_engine_that_is_open_and_may_be_awaited() -> None:
    graph = create_workflow("w").then(create_step(id="a", execute=lambda ctx: ctx.input_data + 1)).commit()
    async with VMEngine("memory:") as engine:
        run = await graph.create_run(run_id="one")
        assert (await run.start(1)).result == 2
        assert engine.vm.world.find_run("one") is not None
    assert (await graph.create_run(run_id="one").start(5)).result == 6


async def ask(ctx: Any) -> Any:
    if ctx.resume_data is None:
        ctx.suspend({"of": ctx.input_data}, resume_label="boss")
    ctx.set_state({"seen": ctx.get_step_result("before")})
    return ctx.input_data


async def test_registered_step_is_run_from_serialised_data() -> None:
    flow = create_workflow("registered").then(create_step(id="ask", input_schema=int, execute=ask)).commit()
    register(flow)
    assert get_workflow("registered") is flow
    assert get_step("registered", "ask").id == "ask"
    assert await run_step("registered", "ask", 1) == {"suspend": {"of": 1}, "labels": ["boss"]}
    found = await run_step("registered", "ask", 1, {"resume_data": True, "results": {"before": 7}})
    assert found == {"output": 1, "state": {"seen": 7}}
    with pytest.raises(SchemaMismatch):
        await run_step("registered", "ask", "no number")
    with pytest.raises(GraphRefused, match="no step"):
        get_step("registered", "absent")
    with pytest.raises(GraphRefused, match="no workflow"):
        get_workflow("absent")
