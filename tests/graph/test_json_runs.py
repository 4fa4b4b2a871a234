"""Graphs that were loaded from JSON, run."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graph.graphs import Graphs
from vm.graph import load_graph


def double(ctx: Any) -> Any:
    return ctx.input_data * 2


DOCUMENT = """
flow = load_graph({
    "id": "flow",
    "entries": [
        {"kind": "step", "step": {"id": "add"}},
        {"kind": "branch", "id": "branch_2", "arms": [
            {"when": {"gt": [{"path": "input"}, {"literal": 5}]}, "step": {"id": "double"}},
            {"when": {"lte": [{"path": "input"}, {"literal": 5}]}, "step": {"id": "echo"}},
        ]},
        {"kind": "map", "mapping": {"last": {"step": ["double", "echo"]}, "first": {"init_data": True}}},
    ],
}, steps=[add, double, echo])
"""


@pytest.mark.parametrize(("given", "last"), [(10, 22), (1, 2)])
async def test_loaded_graph_runs(graphs: Graphs, given: int, last: int) -> None:
    assert (await graphs.run(DOCUMENT, given))["result"] == {"last": last, "first": given}


async def test_loop_of_a_loaded_graph_runs(graphs: Graphs) -> None:
    text = """
flow = load_graph({"id": "flow", "entries": [
    {"kind": "dountil", "when": {"gte": [{"path": "iteration_count"}, {"literal": 3}]}, "step": {"id": "add"}},
]}, steps=[add])
"""
    assert (await graphs.run(text, 0))["result"] == 3


async def test_nested_workflow_of_a_loaded_graph_runs(graphs: Graphs) -> None:
    text = """
flow = load_graph({"id": "flow", "entries": [
    {"kind": "foreach", "concurrency": 2, "workflow": {"id": "child", "entries": [
        {"kind": "step", "step": {"id": "add"}}, {"kind": "step", "step": {"id": "double"}}]}},
]}, steps=[add, double])
"""
    assert (await graphs.run(text, [1, 2]))["result"] == [4, 6]


async def test_loaded_graph_suspends_and_is_resumed(graphs: Graphs) -> None:
    text = 'flow = load_graph({"id": "flow", "entries": [{"kind": "step", "step": {"id": "ask"}}]}, steps=[ask])'
    run = await graphs.suspended(text, 1)
    assert (await run.resume(step="ask", resume_data="yes"))["result"] == {"answer": "yes"}


async def test_predicate_that_compares_two_kinds_fails_the_run(graphs: Graphs) -> None:
    text = """
flow = create_workflow(id="flow").branch([(when({"gt": [{"path": "input"}, {"literal": "a"}]}), add)]).commit()
"""
    assert (await graphs.run(text, 1))["status"] == "failed"


async def test_predicate_stands_in_a_graph_of_code(graphs: Graphs) -> None:
    text = """
flow = create_workflow(id="flow").branch([(when({"gt": [{"path": "init"}, {"literal": 5}]}), add)]).commit()
"""
    assert (await graphs.run(text, 7))["result"] == {"add": 8}


async def test_loaded_graph_runs_without_a_file(graphs: Graphs) -> None:
    document = {
        "id": "flow",
        "entries": [
            {"kind": "step", "step": {"id": "double", "input_schema": {"type": "integer"}}},
            {"kind": "map", "mapping": {"n": {"step": "double"}}},
        ],
    }
    graph = graphs.bind(load_graph(document, {"double": double}))
    run = await graph.create_run()
    assert (await run.start(input_data=4))["result"] == {"n": 8}
