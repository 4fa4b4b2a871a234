"""dowhile and dountil: the body first, then the test."""

from __future__ import annotations

from tests.graph.graphs import Graphs


def loop(entry: str) -> str:
    return f'flow = create_workflow(id="flow").{entry}.commit()'


UNTIL = loop("dountil(add, lambda ctx: ctx.input_data >= 5)")


async def test_dountil_goes_on_until_its_test_holds(graphs: Graphs) -> None:
    assert (await graphs.run(UNTIL, 1))["result"] == 5


async def test_dowhile_goes_on_while_its_test_holds(graphs: Graphs) -> None:
    assert (await graphs.run(loop("dowhile(add, lambda ctx: ctx.input_data < 5)"), 1))["result"] == 5


async def test_dowhile_runs_its_body_once_when_the_test_never_holds(graphs: Graphs) -> None:
    result = await graphs.run(loop("dowhile(add, lambda ctx: False)"), 1)
    assert (result["result"], graphs.seen) == (2, ["add"])


async def test_dountil_runs_its_body_once_when_the_test_holds_at_once(graphs: Graphs) -> None:
    await graphs.run(loop("dountil(add, lambda ctx: True)"), 1)
    assert graphs.seen == ["add"]


async def test_each_iteration_gets_what_the_one_before_gave(graphs: Graphs) -> None:
    assert (await graphs.run(loop("dountil(double, lambda ctx: ctx.input_data > 100)"), 3))["result"] == 192


async def test_iterations_are_counted_from_one(graphs: Graphs) -> None:
    text = loop("dountil(add, lambda ctx: ctx.iteration_count == 3)")
    assert (await graphs.run(text, 0))["result"] == 3


async def test_test_may_be_async(graphs: Graphs) -> None:
    text = "async def enough(ctx):\n    return ctx.input_data >= 4\n\n" + loop("dountil(add, enough)")
    assert (await graphs.run(text, 1))["result"] == 4


async def test_test_sees_the_input_of_the_run(graphs: Graphs) -> None:
    text = loop("dountil(add, lambda ctx: ctx.input_data >= 2 * ctx.get_init_data())")
    assert (await graphs.run(text, 6))["result"] == 12


async def test_test_sees_the_state(graphs: Graphs) -> None:
    text = """
@graph_step(id="keep")
async def keep(ctx):
    ctx.set_state({"n": ctx.state["n"] + 1})
    return ctx.state["n"]

""" + loop('dountil(keep, lambda ctx: ctx.state["n"] >= 3)')
    result = await graphs.run(text, None, initial_state={"n": 0}, include_state=True)
    assert result["state"] == {"n": 3}


async def test_test_that_raises_fails_the_run_after_its_first_iteration(graphs: Graphs) -> None:
    result = await graphs.run(loop("dountil(add, lambda ctx: 1 / 0)"), 1)
    assert (result["status"], graphs.seen) == ("failed", ["add"])


async def test_test_that_raises_names_its_line(graphs: Graphs) -> None:
    text = "def crash(ctx):\n    return 1 / 0\n\n" + loop("dountil(add, crash)")
    result = await graphs.run(text, 1)
    assert graphs.line_of("return 1 / 0") in graphs.lines_of(result)


async def test_body_that_fails_ends_the_loop(graphs: Graphs) -> None:
    result = await graphs.run(loop("dountil(fail, lambda ctx: False)"), 1)
    assert (result["status"], graphs.seen) == ("failed", ["fail"])


async def test_loop_has_one_entry_with_its_last_output(graphs: Graphs) -> None:
    steps = (await graphs.run(UNTIL, 1))["steps"]
    assert (list(steps), steps["add"]["output"]) == (["add"], 5)


async def test_body_may_be_a_workflow(graphs: Graphs) -> None:
    text = 'child = create_workflow(id="child").then(add).then(double).commit()\n' + loop(
        "dountil(child, lambda ctx: ctx.input_data > 20)"
    )
    assert (await graphs.run(text, 1))["result"] == 22


async def test_nested_loop_starts_anew_in_each_iteration(graphs: Graphs) -> None:
    text = 'child = create_workflow(id="child").dountil(add, lambda ctx: ctx.iteration_count == 2).commit()\n' + loop(
        "dountil(child, lambda ctx: ctx.iteration_count == 3)"
    )
    assert (await graphs.run(text, 0))["result"] == 6


async def test_loop_is_followed_by_the_next_entry(graphs: Graphs) -> None:
    text = UNTIL.replace(".commit()", ".then(double).commit()")
    assert (await graphs.run(text, 1))["result"] == 10


async def test_body_that_bails_ends_the_run(graphs: Graphs) -> None:
    result = await graphs.run(loop("dountil(leave, lambda ctx: False).then(fail)"), 1)
    assert (result["status"], result["result"]) == ("success", {"left": 1})


async def test_body_that_suspends_goes_on_in_its_iteration(graphs: Graphs) -> None:
    text = """
@graph_step(id="collect")
async def collect(ctx):
    note("collect")
    if ctx.resume_data is None:
        ctx.suspend({"have": ctx.input_data})
    return ctx.input_data + [ctx.resume_data]

""" + loop("dountil(collect, lambda ctx: len(ctx.input_data) == 2)")
    run = await graphs.load(text).create_run()
    await run.start(input_data=[])
    second = await run.resume(step="collect", resume_data="a")
    assert (second["status"], second["steps"]["collect"]["suspend_payload"]) == ("suspended", {"have": ["a"]})
    assert (await run.resume(step="collect", resume_data="b"))["result"] == ["a", "b"]


async def test_loop_of_a_hundred_iterations_ends(graphs: Graphs) -> None:
    assert (await graphs.run(loop("dountil(add, lambda ctx: ctx.iteration_count == 100)"), 0))["result"] == 100
