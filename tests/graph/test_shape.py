"""A graph's shape stands at the head of its run's journal, and a replay on a graph of another shape is a divergence."""

from __future__ import annotations

from pathlib import Path

import pytest

from vm.errors import DivergenceError
from vm.graph import VMEngine
from vm.graph.kit.durable import fingerprint

FLOW = """
from vm.graph import clone_step, create_workflow, graph_step

@graph_step(id="ask")
async def ask(ctx):
    return ctx.suspend() if ctx.resume_data is None else ctx.resume_data{more}

flow = create_workflow(id="flow").then(ask){then}.commit()
"""


async def test_run_moves_to_newer_code_of_the_same_shape_and_to_no_other(tmp_path: Path) -> None:
    path = tmp_path / "flow.py"
    path.write_text(FLOW.format(more="", then=""))
    async with VMEngine("memory:") as engine:
        run = engine.create_run(engine.load(path), run_id="one")
        assert (await run.start()).status == "suspended"
        longer = FLOW.format(more="", then=".then(clone_step(ask, id='b'))")
        with pytest.raises(DivergenceError, match="attributes"):
            await engine.vm.upgrade("one", longer)
        assert await engine.vm.upgrade("one", FLOW.format(more=" + 1", then=""))
        assert (await run.resume("ask", 5)).status == "success"


async def test_shape_stands_in_the_run_as_an_attribute(tmp_path: Path) -> None:
    path = tmp_path / "flow.py"
    path.write_text(FLOW.format(more="", then=""))
    async with VMEngine("memory:") as engine:
        graph = engine.load(path)
        await engine.create_run(graph, run_id="one").start()
        assert engine.vm.get("one").attributes() == {"graph": "flow", "graph.shape": fingerprint(graph)}
