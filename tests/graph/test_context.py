"""The request context: what callers inject, and who sees it."""

from __future__ import annotations

from tests.graph.graphs import Graphs

WHO = """
@graph_step(id="who")
async def who(ctx):
    return ctx.request_context["user"]

"""


async def test_step_sees_the_request_context(graphs: Graphs) -> None:
    text = WHO + 'flow = create_workflow(id="flow").then(who).commit()'
    assert (await graphs.run(text, None, request_context={"user": "ada"}))["result"] == "ada"


async def test_every_step_sees_the_same_request_context(graphs: Graphs) -> None:
    text = WHO + 'flow = create_workflow(id="flow").parallel([who, clone_step(who, id="again")]).commit()'
    result = await graphs.run(text, None, request_context={"user": "ada"})
    assert result["result"] == {"who": "ada", "again": "ada"}


async def test_request_context_is_empty_unless_it_is_given(graphs: Graphs) -> None:
    text = """
@graph_step(id="size")
async def size(ctx):
    return len(ctx.request_context)

flow = create_workflow(id="flow").then(size).commit()
"""
    assert (await graphs.run(text))["result"] == 0


async def test_request_context_is_there_again_after_a_resume(graphs: Graphs) -> None:
    text = WHO + 'flow = create_workflow(id="flow").then(ask).then(who).commit()'
    run = await graphs.suspended(text, 1, request_context={"user": "ada"})
    assert (await run.resume(step="ask", resume_data="yes"))["result"] == "ada"


async def test_two_runs_have_request_contexts_of_their_own(graphs: Graphs) -> None:
    graph = graphs.load(WHO + 'flow = create_workflow(id="flow").then(who).commit()')
    found = []
    for user in ("ada", "bob"):
        run = await graph.create_run()
        found.append((await run.start(input_data=None, request_context={"user": user}))["result"])
    assert found == ["ada", "bob"]


async def test_step_that_changes_the_request_context_changes_a_copy(graphs: Graphs) -> None:
    text = (
        WHO
        + """
@graph_step(id="spoil")
async def spoil(ctx):
    ctx.request_context["user"] = "mallory"

flow = create_workflow(id="flow").then(spoil).then(who).commit()
"""
    )
    given = {"user": "ada"}
    assert (await graphs.run(text, None, request_context=given))["result"] == "ada"
    assert given == {"user": "ada"}


async def test_loop_test_sees_the_request_context(graphs: Graphs) -> None:
    test = 'lambda ctx: ctx.input_data == ctx.request_context["max"]'
    text = f'flow = create_workflow(id="flow").dountil(add, {test}).commit()'
    assert (await graphs.run(text, 0, request_context={"max": 3}))["result"] == 3
