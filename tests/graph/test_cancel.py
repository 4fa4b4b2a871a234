"""Cancelling a run, from outside and while it waits."""

from __future__ import annotations

import trio

from tests.graph.graphs import Graphs

HOLD = """
@graph_step(id="hold")
async def hold(ctx):
    import trio
    note("holding")
    await trio.sleep_forever()

"""


async def cancel_while_it_runs(graphs: Graphs, text: str, given: object = None) -> dict:
    """Start a run, cancel it when its step has begun, and return its result."""
    run = await graphs.load(text).create_run()
    found = []

    async def start() -> None:
        found.append(await run.start(input_data=given))

    async with trio.open_nursery() as nursery:
        nursery.start_soon(start)
        await graphs.wait_seen()
        await run.cancel()
    return found[0]


async def test_running_run_is_cancelled(graphs: Graphs) -> None:
    result = await cancel_while_it_runs(
        graphs, HOLD + 'flow = create_workflow(id="flow").then(hold).then(add).commit()'
    )
    assert (result["status"], graphs.seen) == ("canceled", ["holding"])


async def test_suspended_run_is_cancelled(graphs: Graphs) -> None:
    run = await graphs.suspended('flow = create_workflow(id="flow").then(ask).commit()', 1)
    await run.cancel()
    assert await graphs.status(run) == "canceled"


async def test_sleeping_run_is_cancelled(graphs: Graphs) -> None:
    text = HOLD + 'flow = create_workflow(id="flow").parallel([hold, child]).commit()'
    child = 'child = create_workflow(id="child").sleep("365d").then(add).commit()\n'
    result = await cancel_while_it_runs(graphs, child + text)
    assert (result["status"], graphs.seen) == ("canceled", ["holding"])


async def test_loop_is_cancelled(graphs: Graphs) -> None:
    text = HOLD + 'flow = create_workflow(id="flow").dountil(hold, lambda ctx: False).commit()'
    assert (await cancel_while_it_runs(graphs, text))["status"] == "canceled"


async def test_foreach_is_cancelled(graphs: Graphs) -> None:
    text = HOLD + 'flow = create_workflow(id="flow").foreach(hold).commit()'
    result = await cancel_while_it_runs(graphs, text, [1, 2, 3])
    assert (result["status"], graphs.seen) == ("canceled", ["holding"])


async def test_nested_run_is_cancelled_with_its_parent(graphs: Graphs) -> None:
    text = (
        HOLD
        + """
child = create_workflow(id="child").then(hold).then(add).commit()
flow = create_workflow(id="flow").then(child).commit()
"""
    )
    result = await cancel_while_it_runs(graphs, text)
    assert (result["status"], graphs.seen) == ("canceled", ["holding"])


async def test_cancelled_run_cannot_be_resumed(graphs: Graphs) -> None:
    from vm.errors import CallerError

    run = await graphs.suspended('flow = create_workflow(id="flow").then(ask).commit()', 1)
    await run.cancel()
    await graphs.status(run)
    refused = False
    try:
        await run.resume(step="ask", resume_data="late")
    except CallerError:
        refused = True
    assert refused


async def test_cancelling_a_finished_run_changes_nothing(graphs: Graphs) -> None:
    run = await graphs.load('flow = create_workflow(id="flow").then(add).commit()').create_run()
    before = await run.start(input_data=1)
    await run.cancel()
    assert (before["status"], await graphs.status(run)) == ("success", "success")


async def test_cancelling_a_failed_run_changes_nothing(graphs: Graphs) -> None:
    run = await graphs.load('flow = create_workflow(id="flow").then(fail).commit()').create_run()
    await run.start(input_data=1)
    await run.cancel()
    assert await graphs.status(run) == "failed"


async def test_cancelling_twice_is_cancelling_once(graphs: Graphs) -> None:
    run = await graphs.suspended('flow = create_workflow(id="flow").then(ask).commit()', 1)
    await run.cancel()
    await run.cancel()
    assert await graphs.status(run) == "canceled"


async def test_results_before_a_cancellation_are_kept(graphs: Graphs) -> None:
    text = HOLD + 'flow = create_workflow(id="flow").then(add).then(hold).commit()'
    run = await graphs.load(text).create_run()
    found = []

    async def start() -> None:
        found.append(await run.start(input_data=1))

    async with trio.open_nursery() as nursery:
        nursery.start_soon(start)
        await graphs.wait_seen("holding")
        await run.cancel()
    assert found[0]["steps"]["add"]["output"] == 2


async def test_retries_stop_when_the_run_is_cancelled(graphs: Graphs) -> None:
    text = (
        HOLD
        + """
@graph_step(id="flaky", retries=1000, delay="1h")
async def flaky(ctx):
    note("try")
    raise ValueError("again")

flow = create_workflow(id="flow").parallel([hold, flaky]).commit()
"""
    )
    run = await graphs.load(text).create_run()
    found = []

    async def start() -> None:
        found.append(await run.start(input_data=1))

    async with trio.open_nursery() as nursery:
        nursery.start_soon(start)
        await graphs.wait_seen("try")
        await run.cancel()
    assert found[0]["status"] == "canceled"
    assert graphs.seen.count("try") < 1000
