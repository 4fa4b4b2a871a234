"""parallel: all get the same, all are awaited."""

from __future__ import annotations

from tests.graph.graphs import Graphs

PAIR = 'flow = create_workflow(id="flow").then(echo).parallel([add, double]).commit()'

MEETING = """
@graph_step(id="left")
async def left(ctx):
    from tests.graph.meeting import meet
    await meet(2)
    return "left"

@graph_step(id="right")
async def right(ctx):
    from tests.graph.meeting import meet
    await meet(2)
    return "right"

"""


async def test_outputs_come_by_id(graphs: Graphs) -> None:
    assert (await graphs.run(PAIR, 5))["result"] == {"add": 6, "double": 10}


async def test_all_steps_get_the_same_input(graphs: Graphs) -> None:
    steps = (await graphs.run(PAIR, 5))["steps"]
    assert steps["add"]["payload"] == steps["double"]["payload"] == 5


async def test_all_steps_run_at_once(graphs: Graphs) -> None:
    result = await graphs.run(MEETING + 'flow = create_workflow(id="flow").parallel([left, right]).commit()')
    assert result["result"] == {"left": "left", "right": "right"}


async def test_outputs_stand_in_the_order_of_declaration(graphs: Graphs) -> None:
    text = """
@graph_step(id="slow")
async def slow(ctx):
    from tests.graph.meeting import settle
    await settle()
    return 1

flow = create_workflow(id="flow").parallel([slow, add, double]).commit()
"""
    assert list((await graphs.run(text, 1))["result"]) == ["slow", "add", "double"]


async def test_next_entry_waits_for_all(graphs: Graphs) -> None:
    text = PAIR.replace(".commit()", ".map(lambda ctx: sorted(ctx.input_data.values())).commit()")
    assert (await graphs.run(text, 5))["result"] == [6, 10]


async def test_nested_workflows_run_side_by_side(graphs: Graphs) -> None:
    text = (
        MEETING
        + """
one = create_workflow(id="one").then(left).commit()
two = create_workflow(id="two").then(right).commit()
flow = create_workflow(id="flow").parallel([one, two]).commit()
"""
    )
    assert (await graphs.run(text))["result"] == {"one": "left", "two": "right"}


async def test_step_sees_what_stood_before_the_block(graphs: Graphs) -> None:
    text = """
@graph_step(id="look")
async def look(ctx):
    return ctx.get_step_result("echo")

flow = create_workflow(id="flow").then(echo).parallel([look, add]).commit()
"""
    assert (await graphs.run(text, 5))["result"]["look"] == 5


async def test_block_of_one_step_still_gives_outputs_by_id(graphs: Graphs) -> None:
    assert (await graphs.run('flow = create_workflow(id="flow").parallel([add]).commit()', 1))["result"] == {"add": 2}


async def test_blocks_may_follow_each_other(graphs: Graphs) -> None:
    text = (
        'flow = create_workflow(id="flow").parallel([add, double]).map(lambda ctx: ctx.input_data["add"])'
        '.parallel([echo, clone_step(add, id="more")]).commit()'
    )
    assert (await graphs.run(text, 1))["result"] == {"echo": 2, "more": 3}


async def test_failure_beats_a_suspension(graphs: Graphs) -> None:
    assert (await graphs.run('flow = create_workflow(id="flow").parallel([ask, fail]).commit()', 1))[
        "status"
    ] == "failed"


async def test_suspension_beats_success(graphs: Graphs) -> None:
    result = await graphs.run('flow = create_workflow(id="flow").parallel([add, ask]).commit()', 1)
    assert (result["status"], result["steps"]["add"]["status"]) == ("suspended", "success")


async def test_bail_in_a_block_ends_the_run(graphs: Graphs) -> None:
    result = await graphs.run('flow = create_workflow(id="flow").parallel([leave, add]).then(fail).commit()', 1)
    assert (result["status"], result["result"]) == ("success", {"left": 1})


async def test_changes_of_state_in_different_keys_both_survive(graphs: Graphs) -> None:
    text = """
@graph_step(id="a")
async def a(ctx):
    ctx.set_state({"a": 1})

@graph_step(id="b")
async def b(ctx):
    ctx.set_state({"b": 2})

flow = create_workflow(id="flow").parallel([a, b]).commit()
"""
    assert (await graphs.run(text, None, include_state=True))["state"] == {"a": 1, "b": 2}
