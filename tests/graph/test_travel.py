"""Time travel, restart, and going step by step."""

from __future__ import annotations

import pytest

from tests.graph.graphs import Graphs
from vm.errors import CallerError

CHAIN = 'flow = create_workflow(id="flow").then(add).then(double).then(echo).commit()'
BLOCK = (
    'flow = create_workflow(id="flow").then(echo).parallel([add, double]).then(clone_step(echo, id="last")).commit()'
)


async def ended(graphs: Graphs, text: str, given: object = 1):
    run = await graphs.load(text).create_run()
    await run.start(input_data=given)
    graphs.seen.clear()
    return run


async def test_travel_goes_on_from_the_step_that_is_named(graphs: Graphs) -> None:
    run = await ended(graphs, CHAIN)
    assert (await run.time_travel(step="double"))["result"] == 4
    assert graphs.seen == ["double", "echo"]


async def test_travel_may_give_the_step_another_input(graphs: Graphs) -> None:
    run = await ended(graphs, CHAIN)
    assert (await run.time_travel(step="double", input_data=50))["result"] == 100


async def test_travel_keeps_the_results_before_the_step(graphs: Graphs) -> None:
    run = await ended(graphs, CHAIN)
    steps = (await run.time_travel(step="echo"))["steps"]
    assert (steps["add"]["output"], steps["double"]["output"]) == (2, 4)


async def test_travel_takes_results_that_are_given(graphs: Graphs) -> None:
    run = await ended(graphs, CHAIN)
    result = await run.time_travel(step="echo", context={"double": {"status": "success", "output": 77}})
    assert result["result"] == 77


async def test_travel_makes_a_run_of_its_own(graphs: Graphs) -> None:
    run = await ended(graphs, CHAIN)
    assert (await run.time_travel(step="double", input_data=50))["run_id"] != run.run_id


async def test_travel_leaves_the_old_run_as_it_was(graphs: Graphs) -> None:
    graph = graphs.load(CHAIN)
    run = await graph.create_run(run_id="old")
    await run.start(input_data=1)
    before = await graph.get_workflow_run_by_id("old")
    await run.time_travel(step="double", input_data=50)
    assert await graph.get_workflow_run_by_id("old") == before


async def test_travel_into_a_block_leaves_siblings_alone(graphs: Graphs) -> None:
    run = await ended(graphs, BLOCK)
    result = await run.time_travel(step="double", input_data=50)
    assert result["steps"]["last"]["payload"] == {"add": 2, "double": 100}
    assert graphs.seen == ["double", "echo"]


async def test_travel_to_a_step_that_does_not_exist_is_an_error(graphs: Graphs) -> None:
    run = await ended(graphs, CHAIN)
    with pytest.raises((CallerError, ValueError), match="nobody"):
        await run.time_travel(step="nobody")


async def test_travel_into_a_nested_workflow(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").then(add).then(double).commit()
flow = create_workflow(id="flow").then(echo).then(child).commit()
"""
    run = await ended(graphs, text)
    assert (await run.time_travel(step="child.double", input_data=50))["result"] == 100
    assert graphs.seen == ["double"]


async def test_travel_of_a_failed_run_behind_its_failure(graphs: Graphs) -> None:
    text = """
@graph_step(id="once")
async def once(ctx):
    if count("once") == 1:
        raise FatalError("the first time")
    return "well"

flow = create_workflow(id="flow").then(add).then(once).commit()
"""
    run = await graphs.load(text).create_run()
    assert (await run.start(input_data=1))["status"] == "failed"
    assert (await run.time_travel(step="once"))["result"] == "well"
    assert graphs.seen.count("add") == 1


async def test_travel_to_a_suspended_step_suspends_again(graphs: Graphs) -> None:
    run = await ended(graphs, 'flow = create_workflow(id="flow").then(add).then(ask).commit()')
    assert (await run.time_travel(step="ask", input_data=9))["suspend_payload"] == {"ask": {"question": 9}}


async def test_run_of_time_travel_can_be_resumed(graphs: Graphs) -> None:
    graph = graphs.load('flow = create_workflow(id="flow").then(add).then(ask).commit()')
    run = await graph.create_run()
    await run.start(input_data=1)
    other = await graph.create_run(run_id=(await run.time_travel(step="ask", input_data=9))["run_id"])
    assert (await other.resume(step="ask", resume_data="yes"))["result"] == {"answer": "yes"}


async def test_restart_of_a_finished_run_gives_its_result(graphs: Graphs) -> None:
    run = await ended(graphs, CHAIN)
    assert (await run.restart())["result"] == 4
    assert graphs.seen == []


async def test_restart_of_a_suspended_run_leaves_it_suspended(graphs: Graphs) -> None:
    run = await graphs.suspended('flow = create_workflow(id="flow").then(add).then(ask).commit()', 1)
    assert (await run.restart())["status"] == "suspended"
    assert graphs.seen == ["add", "ask"]


async def test_per_step_stops_behind_the_first_step(graphs: Graphs) -> None:
    result = await graphs.run(CHAIN, 1, per_step=True)
    assert (result["status"], graphs.seen) == ("paused", ["add"])


async def test_per_step_goes_on_one_step_at_a_time(graphs: Graphs) -> None:
    run = await graphs.load(CHAIN).create_run()
    await run.start(input_data=1, per_step=True)
    second = await run.resume(per_step=True)
    assert (second["status"], graphs.seen) == ("paused", ["add", "double"])


async def test_paused_run_goes_on_to_its_end_when_it_is_resumed(graphs: Graphs) -> None:
    run = await graphs.load(CHAIN).create_run()
    await run.start(input_data=1, per_step=True)
    assert (await run.resume())["result"] == 4
    assert graphs.seen == ["add", "double", "echo"]


async def test_per_step_travel_runs_the_step_alone(graphs: Graphs) -> None:
    run = await ended(graphs, CHAIN)
    result = await run.time_travel(step="double", input_data=50, per_step=True)
    assert (result["status"], result["steps"]["double"]["output"], graphs.seen) == ("paused", 100, ["double"])
