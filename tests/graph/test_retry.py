"""Attempts: how many, how far apart, and what ends them."""

from __future__ import annotations

import pytest

from tests.graph.graphs import REFUSED, Graphs

FLAKY = """
@graph_step(id="flaky"OPTIONS)
async def flaky(ctx):
    if count("flaky") <= ctx.input_data:
        raise ValueError(f"failure {ctx.retry_count}")
    return ctx.retry_count

flow = create_workflow(id="flow"RETRY).then(flaky).commit()
"""


def flaky(options: str = "", retry: str = "") -> str:
    return FLAKY.replace("OPTIONS", options).replace("RETRY", retry)


async def test_step_without_retries_is_tried_once(graphs: Graphs) -> None:
    assert (await graphs.run(flaky(), 1))["status"] == "failed"
    assert graphs.seen == ["flaky"]


async def test_step_is_tried_again_until_it_succeeds(graphs: Graphs) -> None:
    result = await graphs.run(flaky(", retries=2"), 2)
    assert (result["status"], len(graphs.seen)) == ("success", 3)


async def test_step_fails_when_its_retries_are_spent(graphs: Graphs) -> None:
    result = await graphs.run(flaky(", retries=2"), 5)
    assert (result["status"], len(graphs.seen)) == ("failed", 3)


async def test_failure_is_that_of_the_last_attempt(graphs: Graphs) -> None:
    assert "failure 2" in graphs.message(await graphs.run(flaky(", retries=2"), 5))


async def test_attempt_knows_how_many_were_before_it(graphs: Graphs) -> None:
    assert (await graphs.run(flaky(", retries=3"), 2))["result"] == 2


async def test_workflow_gives_retries_to_steps_that_have_none(graphs: Graphs) -> None:
    await graphs.run(flaky(retry=', retry={"attempts": 3}'), 9)
    assert len(graphs.seen) == 4


async def test_own_retries_win_over_those_of_the_workflow(graphs: Graphs) -> None:
    await graphs.run(flaky(", retries=1", ', retry={"attempts": 5}'), 9)
    assert len(graphs.seen) == 2


async def test_own_retries_of_none_at_all_win_too(graphs: Graphs) -> None:
    await graphs.run(flaky(", retries=0", ', retry={"attempts": 5}'), 9)
    assert len(graphs.seen) == 1


async def test_attempts_are_a_fixed_delay_apart(graphs: Graphs) -> None:
    result = await graphs.run(flaky(retry=', retry={"attempts": 2, "delay": "10s"}'), 2)
    step = result["steps"]["flaky"]
    assert 20 <= graphs.seconds(step["started_at"], step["ended_at"]) < 21


async def test_delay_may_grow(graphs: Graphs) -> None:
    retry = ', retry={"attempts": 3, "delay": "10s", "backoff": "exponential"}'
    step = (await graphs.run(flaky(retry=retry), 3))["steps"]["flaky"]
    assert 70 <= graphs.seconds(step["started_at"], step["ended_at"]) < 71


async def test_fatal_error_spends_no_retries(graphs: Graphs) -> None:
    text = """
@graph_step(id="refused", retries=5)
async def refused(ctx):
    note("refused")
    raise FatalError("no")

flow = create_workflow(id="flow").then(refused).commit()
"""
    assert (await graphs.run(text))["status"] == "failed"
    assert graphs.seen == ["refused"]


async def test_step_in_a_block_is_tried_again_by_itself(graphs: Graphs) -> None:
    text = flaky(", retries=2").replace(".then(flaky)", ".parallel([flaky, add])")
    assert (await graphs.run(text, 1))["result"] == {"flaky": 1, "add": 2}
    assert graphs.seen.count("add") == 1


async def test_item_of_a_foreach_has_retries_of_its_own(graphs: Graphs) -> None:
    text = """
@graph_step(id="once_bad", retries=1)
async def once_bad(ctx):
    if count(ctx.input_data) == 1:
        raise ValueError("not yet")
    return ctx.retry_count

flow = create_workflow(id="flow").foreach(once_bad, concurrency=2).commit()
"""
    assert (await graphs.run(text, ["a", "b", "c"]))["result"] == [1, 1, 1]


async def test_each_iteration_of_a_loop_has_retries_of_its_own(graphs: Graphs) -> None:
    text = """
@graph_step(id="every_other", retries=1)
async def every_other(ctx):
    if count("try") % 2:
        raise ValueError("not yet")
    return ctx.input_data + 1

flow = create_workflow(id="flow").dountil(every_other, lambda ctx: ctx.iteration_count == 3).commit()
"""
    assert (await graphs.run(text, 0))["result"] == 3
    assert len(graphs.seen) == 6


async def test_retries_are_kept_after_a_resume(graphs: Graphs) -> None:
    text = """
@graph_step(id="hold", retries=2)
async def hold(ctx):
    if ctx.resume_data is None:
        ctx.suspend({})
    if count("resumed") <= 2:
        raise ValueError("not yet")
    return ctx.resume_data

flow = create_workflow(id="flow").then(hold).commit()
"""
    run = await graphs.load(text).create_run()
    await run.start(input_data=None)
    assert (await run.resume(step="hold", resume_data="ok"))["result"] == "ok"
    assert len(graphs.seen) == 3


async def test_step_that_takes_too_long_is_given_up(graphs: Graphs) -> None:
    text = """
@graph_step(id="endless", timeout="20ms")
async def endless(ctx):
    import trio
    await trio.sleep_forever()

flow = create_workflow(id="flow").then(endless).commit()
"""
    result = await graphs.run(text)
    assert result["status"] == "failed"


async def test_step_that_takes_too_long_is_tried_again(graphs: Graphs) -> None:
    text = """
@graph_step(id="slow_once", timeout="20ms", retries=1)
async def slow_once(ctx):
    import trio
    if count("slow") == 1:
        await trio.sleep_forever()
    return "in time"

flow = create_workflow(id="flow").then(slow_once).commit()
"""
    assert (await graphs.run(text))["result"] == "in time"


@pytest.mark.parametrize("retries", ["-1", '"many"'])
async def test_retries_that_are_no_number_are_refused(graphs: Graphs, retries: str) -> None:
    with pytest.raises(REFUSED, match="retries"):
        await graphs.run(flaky(f", retries={retries}"), 0)
