"""Clones of steps and workflows, and the registry that finds them by id."""

from __future__ import annotations

import pytest

from tests.graph.graphs import REFUSED, Graphs


async def test_clone_of_a_step_does_the_same_under_its_own_id(graphs: Graphs) -> None:
    result = await graphs.run(
        'flow = create_workflow(id="flow").then(add).then(clone_step(add, id="more")).commit()', 1
    )
    assert (result["result"], list(result["steps"])) == (3, ["add", "more"])


async def test_clone_of_a_step_keeps_its_retries(graphs: Graphs) -> None:
    text = """
@graph_step(id="flaky", retries=1)
async def flaky(ctx):
    if count("try") == 1:
        raise ValueError("not yet")
    return "well"

flow = create_workflow(id="flow").then(clone_step(flaky, id="other")).commit()
"""
    assert (await graphs.run(text))["result"] == "well"


async def test_clone_of_a_step_keeps_its_schemas(graphs: Graphs) -> None:
    text = """
@graph_step(id="take", input_schema=int)
async def take(ctx):
    return ctx.input_data

flow = create_workflow(id="flow").then(clone_step(take, id="other")).commit()
"""
    assert (await graphs.run(text, "five"))["status"] == "failed"


async def test_clone_of_a_workflow_does_the_same_under_its_own_id(graphs: Graphs) -> None:
    text = """
first = create_workflow(id="first").then(add).then(double).commit()
flow = clone_workflow(first, id="flow")
"""
    assert (await graphs.run(text, 1))["result"] == 4


async def test_two_clones_of_a_workflow_stand_in_one_graph(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").then(add).commit()
flow = (create_workflow(id="flow")
        .parallel([clone_workflow(child, id="one"), clone_workflow(child, id="two")]).commit())
"""
    assert (await graphs.run(text, 1))["result"] == {"one": 2, "two": 2}


async def test_clone_needs_an_id(graphs: Graphs) -> None:
    with pytest.raises(REFUSED):
        await graphs.run('flow = create_workflow(id="flow").then(clone_step(add)).commit()', 1)


async def test_clone_of_a_committed_workflow_is_committed(graphs: Graphs) -> None:
    with pytest.raises(REFUSED, match="commit"):
        await graphs.run(
            'flow = clone_workflow(create_workflow(id="a").then(add).commit(), id="flow")\nflow.then(double)', 1
        )
