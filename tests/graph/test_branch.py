"""Branches: which arms run, what they give, what their conditions see."""

from __future__ import annotations

from tests.graph.graphs import Graphs

SPLIT = """
flow = create_workflow(id="flow").branch([
    (lambda ctx: ctx.input_data > 10, add),
    (lambda ctx: ctx.input_data > 5, double),
    (lambda ctx: ctx.input_data < 0, fail),
]).commit()
"""


def conditional(condition: str) -> str:
    return f'flow = create_workflow(id="flow").then(add).branch([({condition}, double)]).commit()'


async def test_arm_whose_condition_is_true_runs(graphs: Graphs) -> None:
    assert (await graphs.run(SPLIT, 7))["result"] == {"double": 14}


async def test_every_arm_whose_condition_is_true_runs(graphs: Graphs) -> None:
    assert (await graphs.run(SPLIT, 20))["result"] == {"add": 21, "double": 40}


async def test_no_true_condition_gives_an_empty_result(graphs: Graphs) -> None:
    result = await graphs.run(SPLIT, 3)
    assert (result["status"], result["result"], graphs.seen) == ("success", {}, [])


async def test_arm_that_is_not_taken_is_not_called(graphs: Graphs) -> None:
    await graphs.run(SPLIT, 7)
    assert graphs.seen == ["double"]


async def test_arm_that_is_not_taken_has_no_output(graphs: Graphs) -> None:
    steps = (await graphs.run(SPLIT, 7))["steps"]
    assert steps.get("add", {"status": "skipped"})["status"] == "skipped"


async def test_outputs_stand_in_the_order_of_the_arms(graphs: Graphs) -> None:
    text = """
@graph_step(id="slow")
async def slow(ctx):
    from tests.graph.meeting import settle
    await settle()
    return "slow"

flow = create_workflow(id="flow").branch([(lambda ctx: True, slow), (lambda ctx: True, echo)]).commit()
"""
    assert list((await graphs.run(text, 1))["result"]) == ["slow", "echo"]


async def test_all_arms_get_the_same_input(graphs: Graphs) -> None:
    steps = (await graphs.run(SPLIT, 20))["steps"]
    assert steps["add"]["payload"] == steps["double"]["payload"] == 20


async def test_condition_sees_the_output_before_it(graphs: Graphs) -> None:
    assert (await graphs.run(conditional("lambda ctx: ctx.input_data == 2"), 1))["result"] == {"double": 4}


async def test_condition_sees_the_input_of_the_run(graphs: Graphs) -> None:
    assert (await graphs.run(conditional("lambda ctx: ctx.get_init_data() == 1"), 1))["result"] == {"double": 4}


async def test_condition_sees_what_steps_gave(graphs: Graphs) -> None:
    assert (await graphs.run(conditional('lambda ctx: ctx.get_step_result("add") == 2'), 1))["result"] == {"double": 4}


async def test_condition_sees_the_state(graphs: Graphs) -> None:
    result = await graphs.run(conditional('lambda ctx: ctx.state["go"]'), 1, initial_state={"go": False})
    assert result["result"] == {}


async def test_condition_sees_the_request_context(graphs: Graphs) -> None:
    text = conditional('lambda ctx: ctx.request_context["tier"] == "gold"')
    assert (await graphs.run(text, 1, request_context={"tier": "gold"}))["result"] == {"double": 4}


async def test_condition_may_be_async(graphs: Graphs) -> None:
    text = "async def is_two(ctx):\n    return ctx.input_data == 2\n\n" + conditional("is_two")
    assert (await graphs.run(text, 1))["result"] == {"double": 4}


async def test_condition_is_any_true_value(graphs: Graphs) -> None:
    assert (await graphs.run(conditional('lambda ctx: "yes"'), 1))["result"] == {"double": 4}


async def test_condition_that_raises_fails_the_run(graphs: Graphs) -> None:
    result = await graphs.run(conditional("lambda ctx: 1 / 0"), 1)
    assert (result["status"], graphs.seen) == ("failed", ["add"])


async def test_condition_that_raises_names_its_line(graphs: Graphs) -> None:
    text = "def crash(ctx):\n    return 1 / 0\n\n" + conditional("crash")
    result = await graphs.run(text, 1)
    assert graphs.line_of("return 1 / 0") in graphs.lines_of(result)


async def test_condition_cannot_set_the_state(graphs: Graphs) -> None:
    result = await graphs.run(conditional('lambda ctx: ctx.set_state({"a": 1})'), 1)
    assert result["status"] == "failed"


async def test_condition_cannot_suspend(graphs: Graphs) -> None:
    assert (await graphs.run(conditional("lambda ctx: ctx.suspend({})"), 1))["status"] == "failed"


async def test_next_entry_gets_the_outputs_by_id(graphs: Graphs) -> None:
    text = SPLIT.replace(".commit()", ".then(echo).commit()")
    assert (await graphs.run(text, 7))["steps"]["echo"]["payload"] == {"double": 14}


async def test_arm_may_be_a_workflow(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").then(add).then(double).commit()
flow = create_workflow(id="flow").branch([(lambda ctx: True, child)]).commit()
"""
    assert (await graphs.run(text, 1))["result"] == {"child": 4}


async def test_failing_arm_fails_the_run(graphs: Graphs) -> None:
    assert (await graphs.run(SPLIT, -1))["status"] == "failed"


async def test_arms_run_together(graphs: Graphs) -> None:
    text = """
@graph_step(id="left")
async def left(ctx):
    from tests.graph.meeting import meet
    await meet(2)
    return 1

@graph_step(id="right")
async def right(ctx):
    from tests.graph.meeting import meet
    await meet(2)
    return 2

flow = create_workflow(id="flow").branch([(lambda ctx: True, left), (lambda ctx: True, right)]).commit()
"""
    assert (await graphs.run(text))["result"] == {"left": 1, "right": 2}


async def test_decision_is_not_made_again_on_resume(graphs: Graphs) -> None:
    text = """
@graph_step(id="flip")
async def flip(ctx):
    ctx.set_state({"go": False})
    return 1

@graph_step(id="hold")
async def hold(ctx):
    if ctx.resume_data is None:
        ctx.set_state({"go": False})
        ctx.suspend({})
    return "held"

flow = create_workflow(id="flow").branch([(lambda ctx: ctx.state["go"], hold)]).commit()
"""
    run = await graphs.load(text).create_run()
    assert (await run.start(input_data=None, initial_state={"go": True}))["status"] == "suspended"
    assert (await run.resume(step="hold", resume_data=1))["result"] == {"hold": "held"}
