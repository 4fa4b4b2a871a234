"""The known faults of the engine whose API this is, each shown mended."""

from __future__ import annotations

import trio

from tests.graph.graphs import Graphs
from vm.errors import CallerError

ASK = 'flow = create_workflow(id="flow").then(add).then(ask).commit()'


async def test_second_start_of_one_run_id_returns_the_first_run(graphs: Graphs) -> None:
    graph = graphs.load('flow = create_workflow(id="flow").then(add).commit()')
    first = await (await graph.create_run(run_id="one")).start(input_data=1)
    again = await (await graph.create_run(run_id="one")).start(input_data=1)
    assert (first["result"], again["result"], graphs.seen) == (2, 2, ["add"])


async def test_two_starts_at_once_run_the_steps_once(graphs: Graphs) -> None:
    graph = graphs.load('flow = create_workflow(id="flow").then(add).commit()')
    found = []

    async def start() -> None:
        found.append((await (await graph.create_run(run_id="one")).start(input_data=1))["result"])

    async with trio.open_nursery() as nursery:
        nursery.start_soon(start)
        nursery.start_soon(start)
    assert (found, graphs.seen) == ([2, 2], ["add"])


async def test_two_resumes_at_once_have_one_winner(graphs: Graphs) -> None:
    from vm.graph import ResumeAlreadyClaimed

    run = await graphs.suspended(ASK, 1)
    won, lost = [], []

    async def resume(data: str) -> None:
        try:
            won.append((data, (await run.resume(step="ask", resume_data=data))["result"]))
        except ResumeAlreadyClaimed:
            lost.append(data)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(resume, "a")
        nursery.start_soon(resume, "b")
    ((data, result),) = won
    assert result == {"answer": data}
    assert sorted([data, *lost]) == ["a", "b"]
    assert graphs.seen.count("ask") == 2


async def test_second_resume_of_one_suspension_is_refused(graphs: Graphs) -> None:
    from vm.graph import ResumeAlreadyClaimed

    run = await graphs.suspended(ASK.replace(".then(ask)", ".then(ask).then(ask_too)"), 1)
    await run.resume(step="ask", resume_data="yes")
    refused = False
    try:
        await run.resume(step="ask", resume_data="no")
    except (ResumeAlreadyClaimed, CallerError):
        refused = True
    assert refused
    assert (await run.resume(step="ask_too", resume_data="b"))["steps"]["ask"]["output"] == {"answer": "yes"}


async def test_unknown_label_is_an_error(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    told = None
    try:
        await run.resume(label="nowhere", resume_data="yes")
    except CallerError as error:
        told = str(error)
    assert told is not None
    assert "nowhere" in told


async def test_loop_test_that_raises_does_not_strand_the_run(graphs: Graphs) -> None:
    text = 'flow = create_workflow(id="flow").dowhile(add, lambda ctx: ctx.input_data["absent"]).commit()'
    run = await graphs.load(text).create_run()
    assert (await run.start(input_data=1))["status"] == "failed"
    assert await graphs.status(run) == "failed"


async def test_cancel_is_heard_between_attempts(graphs: Graphs) -> None:
    text = """
@graph_step(id="meet")
async def hold(ctx):
    import trio
    note("holding")
    await trio.sleep_forever()

@graph_step(id="flaky", retries=50, delay="1d")
async def flaky(ctx):
    note("try")
    raise ValueError("again")

flow = create_workflow(id="flow").parallel([hold, flaky]).commit()
"""
    run = await graphs.load(text).create_run()
    found = []

    async def start() -> None:
        found.append(await run.start(input_data=None))

    async with trio.open_nursery() as nursery:
        nursery.start_soon(start)
        await graphs.wait_seen("try")
        await run.cancel()
    tries = graphs.seen.count("try")
    assert found[0]["status"] == "canceled"
    assert tries < 51


async def test_cancel_ends_a_loop_that_would_go_on_for_ever(graphs: Graphs) -> None:
    text = """
@graph_step(id="turn")
async def turn(ctx):
    from tests.graph.meeting import settle
    note("turn")
    await settle()
    return ctx.input_data + 1

flow = create_workflow(id="flow").dountil(turn, lambda ctx: False).commit()
"""
    run = await graphs.load(text).create_run()
    found = []

    async def start() -> None:
        found.append(await run.start(input_data=0))

    async with trio.open_nursery() as nursery:
        nursery.start_soon(start)
        await graphs.wait_seen()
        await run.cancel()
    assert found[0]["status"] == "canceled"


async def test_cancel_does_not_overwrite_a_finished_run(graphs: Graphs) -> None:
    graph = graphs.load('flow = create_workflow(id="flow").then(add).commit()')
    run = await graph.create_run(run_id="done")
    await run.start(input_data=1)
    before = await graph.get_workflow_run_by_id("done")
    await run.cancel()
    assert await graph.get_workflow_run_by_id("done") == before


async def test_parallel_read_modify_write_of_the_state_loses_nothing(graphs: Graphs) -> None:
    text = """
def bump(state):
    return {"n": state["n"] + 1}

@graph_step(id="bump_it")
async def bump_it(ctx):
    ctx.set_state(bump)

flow = (create_workflow(id="flow")
        .parallel([bump_it, clone_step(bump_it, id="b"), clone_step(bump_it, id="c")]).commit())
"""
    result = await graphs.run(text, None, initial_state={"n": 0}, include_state=True)
    assert result["state"] == {"n": 3}


async def test_state_of_parallel_steps_is_merged_by_key(graphs: Graphs) -> None:
    text = """
@graph_step(id="a")
async def a(ctx):
    from tests.graph.meeting import meet
    ctx.set_state({"a": 1})
    await meet(2)

@graph_step(id="b")
async def b(ctx):
    from tests.graph.meeting import meet
    ctx.set_state({"b": 1})
    await meet(2)

flow = create_workflow(id="flow").parallel([a, b]).commit()
"""
    result = await graphs.run(text, None, initial_state={"kept": 1}, include_state=True)
    assert result["state"] == {"kept": 1, "a": 1, "b": 1}


async def test_nested_items_of_a_foreach_keep_their_results_apart(graphs: Graphs) -> None:
    text = """
@graph_step(id="slow_add")
async def slow_add(ctx):
    from tests.graph.meeting import settle
    await settle(5 - ctx.input_data)
    return ctx.input_data + 100

child = (create_workflow(id="child").then(slow_add)
         .map(lambda ctx: [ctx.get_init_data(), ctx.get_step_result("slow_add")]).commit())
flow = create_workflow(id="flow").foreach(child, concurrency=3).commit()
"""
    assert (await graphs.run(text, [1, 2, 3, 4]))["result"] == [[n, n + 100] for n in (1, 2, 3, 4)]


async def test_iterations_of_a_loop_do_not_collide(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").then(add).then(double).commit()
flow = create_workflow(id="flow").dountil(child, lambda ctx: ctx.iteration_count == 3).commit()
"""
    assert (await graphs.run(text, 1))["result"] == 22
    assert graphs.seen == ["add", "double"] * 3


async def test_retries_left_are_not_lost_by_a_suspension(graphs: Graphs) -> None:
    text = """
@graph_step(id="hold", retries=3)
async def hold(ctx):
    if ctx.resume_data is None:
        ctx.suspend({})
    if count("tries") < 4:
        raise ValueError("not yet")
    return "well"

flow = create_workflow(id="flow").then(hold).commit()
"""
    run = await graphs.suspended(text, None)
    assert (await run.resume(step="hold", resume_data=1))["result"] == "well"


async def test_time_travel_does_not_rewrite_siblings(graphs: Graphs) -> None:
    text = 'flow = create_workflow(id="flow").parallel([add, double]).commit()'
    run = await graphs.load(text).create_run()
    first = await run.start(input_data=5)
    second = await run.time_travel(step="double", input_data=50)
    assert second["result"] == {"add": 6, "double": 100}
    assert second["steps"]["add"]["output"] == first["steps"]["add"]["output"]
