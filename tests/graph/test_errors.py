"""Steps that fail: what ends, what is kept, what the result says."""

from __future__ import annotations

from tests.graph.graphs import Graphs

BROKEN = 'flow = create_workflow(id="flow").then(add).then(fail).then(double).commit()'


async def test_failing_step_fails_the_run(graphs: Graphs) -> None:
    assert (await graphs.run(BROKEN, 1))["status"] == "failed"


async def test_nothing_runs_behind_a_failing_step(graphs: Graphs) -> None:
    await graphs.run(BROKEN, 1)
    assert graphs.seen == ["add", "fail"]


async def test_failure_has_the_message_of_the_step(graphs: Graphs) -> None:
    assert "broken" in graphs.message(await graphs.run(BROKEN, 1))


async def test_failing_step_has_status_payload_and_error(graphs: Graphs) -> None:
    step = (await graphs.run(BROKEN, 1))["steps"]["fail"]
    assert (step["status"], step["payload"]) == ("failed", 2)
    assert "broken" in str(step["error"])


async def test_failed_run_keeps_what_was_done_before(graphs: Graphs) -> None:
    assert (await graphs.run(BROKEN, 1))["steps"]["add"]["output"] == 2


async def test_failed_run_has_no_result(graphs: Graphs) -> None:
    assert "result" not in await graphs.run(BROKEN, 1)


async def test_step_that_was_not_reached_has_no_entry(graphs: Graphs) -> None:
    assert "double" not in (await graphs.run(BROKEN, 1))["steps"]


async def test_failure_names_the_type_of_the_error(graphs: Graphs) -> None:
    assert "FatalError" in (await graphs.run(BROKEN, 1))["error"]["type"]


async def test_failure_of_an_own_class_is_told(graphs: Graphs) -> None:
    text = """
class OutOfStock(FatalError):
    pass

@graph_step(id="buy")
async def buy(ctx):
    raise OutOfStock("no tea is left")

flow = create_workflow(id="flow").then(buy).commit()
"""
    assert "no tea is left" in graphs.message(await graphs.run(text, 1))


async def test_failing_arm_lets_its_siblings_end(graphs: Graphs) -> None:
    text = """
@graph_step(id="slow")
async def slow(ctx):
    from tests.graph.meeting import settle
    await settle()
    note("slow has ended")

flow = create_workflow(id="flow").parallel([fail, slow]).commit()
"""
    assert (await graphs.run(text, 1))["status"] == "failed"
    assert "slow has ended" in graphs.seen


async def test_failed_parallel_keeps_what_siblings_gave(graphs: Graphs) -> None:
    result = await graphs.run('flow = create_workflow(id="flow").parallel([fail, add]).commit()', 1)
    assert result["steps"]["add"]["output"] == 2


async def test_nested_failure_fails_the_parent_with_its_message(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").then(fail).commit()
flow = create_workflow(id="flow").then(child).then(add).commit()
"""
    result = await graphs.run(text, 1)
    assert result["status"] == "failed"
    assert "broken" in graphs.message(result)


async def test_abort_ends_the_run(graphs: Graphs) -> None:
    text = """
@graph_step(id="stop")
async def stop(ctx):
    ctx.abort()

flow = create_workflow(id="flow").then(stop).then(add).commit()
"""
    result = await graphs.run(text, 1)
    assert (result["status"], graphs.seen) == ("canceled", [])
