"""Workflows as steps: what a child sees, what its parent sees of it."""

from __future__ import annotations

from tests.graph.graphs import Graphs

NESTED = """
child = create_workflow(id="child").then(add).then(double).commit()
flow = create_workflow(id="flow").then(echo).then(child).commit()
"""


async def test_result_of_the_child_is_its_output(graphs: Graphs) -> None:
    assert (await graphs.run(NESTED, 1))["steps"]["child"]["output"] == 4


async def test_child_gets_the_output_before_it(graphs: Graphs) -> None:
    assert (await graphs.run(NESTED, 1))["steps"]["child"]["payload"] == 1


async def test_steps_of_the_child_stand_under_dotted_paths(graphs: Graphs) -> None:
    steps = (await graphs.run(NESTED, 1))["steps"]
    assert (steps["child.add"]["output"], steps["child.double"]["output"]) == (2, 4)


async def test_child_sees_its_own_input_as_init_data(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").map(lambda ctx: [ctx.get_init_data()]).commit()
flow = create_workflow(id="flow").then(add).then(child).commit()
"""
    assert (await graphs.run(text, 1))["result"] == [2]


async def test_child_does_not_see_the_steps_of_its_parent(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").map(lambda ctx: ctx.get_step_result("add")).commit()
flow = create_workflow(id="flow").then(add).then(child).commit()
"""
    assert (await graphs.run(text, 1))["result"] is None


async def test_parent_does_not_see_the_steps_of_its_child_by_their_bare_id(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").then(double).commit()
flow = create_workflow(id="flow").then(child).map(lambda ctx: ctx.get_step_result("double")).commit()
"""
    assert (await graphs.run(text, 1))["result"] is None


async def test_parent_sees_the_result_of_its_child(graphs: Graphs) -> None:
    text = NESTED.replace("then(child).commit()", 'then(child).map(lambda ctx: ctx.get_step_result("child")).commit()')
    assert (await graphs.run(text, 1))["result"] == 4


async def test_one_step_stands_in_parent_and_child(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").then(add).commit()
flow = create_workflow(id="flow").then(add).then(child).commit()
"""
    result = await graphs.run(text, 1)
    assert (result["steps"]["add"]["output"], result["steps"]["child.add"]["output"]) == (2, 3)


async def test_state_is_shared_with_the_child(graphs: Graphs) -> None:
    text = """
@graph_step(id="keep")
async def keep(ctx):
    ctx.set_state({"seen": ctx.state["n"]})

child = create_workflow(id="child").then(keep).commit()
flow = create_workflow(id="flow").then(child).commit()
"""
    result = await graphs.run(text, None, initial_state={"n": 1}, include_state=True)
    assert result["state"] == {"n": 1, "seen": 1}


async def test_request_context_is_shared_with_the_child(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").map(lambda ctx: ctx.request_context["tenant"]).commit()
flow = create_workflow(id="flow").then(child).commit()
"""
    assert (await graphs.run(text, None, request_context={"tenant": "acme"}))["result"] == "acme"


async def test_bail_of_the_child_ends_the_child_alone(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").then(leave).then(fail).commit()
flow = create_workflow(id="flow").then(child).then(echo).commit()
"""
    result = await graphs.run(text, 1)
    assert (result["result"], graphs.seen) == ({"left": 1}, ["leave", "echo"])


async def test_child_in_a_child_in_a_child_runs(graphs: Graphs) -> None:
    text = """
low = create_workflow(id="low").then(add).commit()
middle = create_workflow(id="middle").then(add).then(low).commit()
flow = create_workflow(id="flow").then(add).then(middle).then(double).commit()
"""
    result = await graphs.run(text, 0)
    assert (result["result"], result["steps"]["middle.low.add"]["output"]) == (6, 3)


async def test_one_child_under_two_ids_keeps_its_steps_apart(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").then(add).commit()
flow = create_workflow(id="flow").then(child).then(clone_workflow(child, id="again")).commit()
"""
    result = await graphs.run(text, 1)
    assert (result["steps"]["child.add"]["output"], result["steps"]["again.add"]["output"]) == (2, 3)


async def test_child_with_blocks_and_loops_runs(graphs: Graphs) -> None:
    text = """
child = (create_workflow(id="child").parallel([add, double]).map(lambda ctx: sum(ctx.input_data.values()))
         .dountil(clone_step(add, id="more"), lambda ctx: ctx.input_data % 10 == 0).commit())
flow = create_workflow(id="flow").then(child).commit()
"""
    assert (await graphs.run(text, 4))["result"] == 20


async def test_execution_path_names_the_child(graphs: Graphs) -> None:
    assert (await graphs.run(NESTED, 1))["step_execution_path"] == ["echo", "child"]


async def test_child_knows_its_own_workflow(graphs: Graphs) -> None:
    text = """
@graph_step(id="who")
async def who(ctx):
    return ctx.workflow_id

child = create_workflow(id="child").then(who).commit()
flow = create_workflow(id="flow").then(child).commit()
"""
    assert (await graphs.run(text))["result"] == "child"
