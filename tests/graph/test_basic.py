"""Entries in a row: what goes in, what comes out, what the result says of it."""

from __future__ import annotations

import pytest

from tests.graph.graphs import REFUSED, Graphs

CHAIN = 'flow = create_workflow(id="flow").then(add).then(double).then(echo).commit()'


async def test_single_step_gives_the_result(graphs: Graphs) -> None:
    result = await graphs.run('flow = create_workflow(id="flow").then(add).commit()', 1)
    assert (result["status"], result["result"]) == ("success", 2)


async def test_first_step_gets_the_input_of_the_run(graphs: Graphs) -> None:
    result = await graphs.run('flow = create_workflow(id="flow").then(echo).commit()', {"city": "Rome"})
    assert result["steps"]["echo"]["payload"] == {"city": "Rome"}


async def test_each_step_gets_the_output_before_it(graphs: Graphs) -> None:
    result = await graphs.run(CHAIN, 1)
    assert [result["steps"][name]["payload"] for name in ("add", "double", "echo")] == [1, 2, 4]


async def test_last_output_is_the_result(graphs: Graphs) -> None:
    assert (await graphs.run(CHAIN, 1))["result"] == 4


async def test_steps_run_in_the_order_of_their_entries(graphs: Graphs) -> None:
    await graphs.run(CHAIN, 1)
    assert graphs.seen == ["add", "double", "echo"]


async def test_result_keeps_the_input(graphs: Graphs) -> None:
    assert (await graphs.run(CHAIN, 1))["input"] == 1


async def test_step_result_has_output_and_status(graphs: Graphs) -> None:
    step = (await graphs.run(CHAIN, 1))["steps"]["double"]
    assert (step["status"], step["output"]) == ("success", 4)


async def test_step_result_has_its_times_in_order(graphs: Graphs) -> None:
    steps = (await graphs.run(CHAIN, 1))["steps"]
    assert steps["add"]["started_at"] <= steps["add"]["ended_at"] <= steps["double"]["started_at"]


async def test_execution_path_names_the_steps_in_order(graphs: Graphs) -> None:
    assert (await graphs.run(CHAIN, 1))["step_execution_path"] == ["add", "double", "echo"]


@pytest.mark.parametrize("value", [None, 0, "", [], {}, False])
async def test_empty_values_pass_from_step_to_step(graphs: Graphs, value: object) -> None:
    text = 'flow = create_workflow(id="flow").then(echo).then(clone_step(echo, id="again")).commit()'
    result = await graphs.run(text, value)
    assert (result["status"], result["result"], result["steps"]["again"]["payload"]) == ("success", value, value)


async def test_plain_step_function_becomes_a_graph_step(graphs: Graphs) -> None:
    text = """
async def charge(card):
    "use step"
    return f"charged {card}"

flow = create_workflow(id="flow").then(create_step(from_step=charge, id="pay")).commit()
"""
    assert (await graphs.run(text, "A-7"))["steps"]["pay"]["output"] == "charged A-7"


async def test_step_is_created_with_an_execute_function(graphs: Graphs) -> None:
    text = """
async def work(ctx):
    "use step"
    return ctx.input_data + 40

flow = create_workflow(id="flow").then(create_step(id="work", execute=work)).commit()
"""
    assert (await graphs.run(text, 2))["result"] == 42


async def test_execute_function_may_be_a_plain_def(graphs: Graphs) -> None:
    text = """
@graph_step(id="plain")
def plain(ctx):
    return ctx.input_data[::-1]

flow = create_workflow(id="flow").then(plain).commit()
"""
    assert (await graphs.run(text, "abc"))["result"] == "cba"


async def test_commit_refuses_a_graph_without_entries(graphs: Graphs) -> None:
    with pytest.raises(REFUSED, match="no entries"):
        await graphs.run('flow = create_workflow(id="flow").commit()', 1)


async def test_uncommitted_graph_says_so_when_it_is_started(graphs: Graphs) -> None:
    with pytest.raises(REFUSED, match="commit"):
        await graphs.run('flow = create_workflow(id="flow").then(add)', 1)


async def test_committed_graph_takes_no_further_entry(graphs: Graphs) -> None:
    with pytest.raises(REFUSED, match="commit"):
        await graphs.run(f"{CHAIN}\nflow.then(fail)", 1)


async def test_commit_refuses_two_steps_of_one_id(graphs: Graphs) -> None:
    with pytest.raises(REFUSED, match="add"):
        await graphs.run('flow = create_workflow(id="flow").then(add).then(add).commit()', 1)


async def test_commit_refuses_an_id_that_is_reserved(graphs: Graphs) -> None:
    with pytest.raises(REFUSED, match="input"):
        await graphs.run('flow = create_workflow(id="flow").then(clone_step(add, id="input")).commit()', 1)


async def test_run_has_the_id_that_was_chosen(graphs: Graphs) -> None:
    run = await graphs.load(CHAIN).create_run(run_id="trip-1")
    assert (await run.start(input_data=1))["run_id"] == run.run_id == "trip-1"


async def test_run_without_an_id_gets_one(graphs: Graphs) -> None:
    graph = graphs.load(CHAIN)
    first, second = await graph.create_run(), await graph.create_run()
    assert first.run_id
    assert first.run_id != second.run_id


async def test_step_knows_its_run_and_its_workflow(graphs: Graphs) -> None:
    text = """
@graph_step(id="who")
async def who(ctx):
    return [ctx.run_id, ctx.workflow_id, ctx.resource_id]

flow = create_workflow(id="flow").then(who).commit()
"""
    run = await graphs.load(text).create_run(run_id="r-1", resource_id="tenant-1")
    assert (await run.start(input_data=None))["result"] == ["r-1", "flow", "tenant-1"]


async def test_step_sees_on_which_engine_it_runs(graphs: Graphs) -> None:
    text = """
@graph_step(id="where")
async def where(ctx):
    return ctx.engine["name"]

flow = create_workflow(id="flow").then(where).commit()
"""
    assert (await graphs.run(text))["result"] == graphs.engine


async def test_step_sees_its_metadata(graphs: Graphs) -> None:
    text = """
@graph_step(id="tagged", metadata={"owner": "ada"})
async def tagged(ctx):
    return ctx.metadata["owner"]

flow = create_workflow(id="flow").then(tagged).commit()
"""
    result = await graphs.run(text)
    assert result["result"] == "ada"
    assert result["steps"]["tagged"]["metadata"] == {"owner": "ada"}


async def test_step_that_changes_its_input_changes_a_copy(graphs: Graphs) -> None:
    text = """
@graph_step(id="spoil")
async def spoil(ctx):
    ctx.input_data.append("spoilt")
    return len(ctx.input_data)

flow = create_workflow(id="flow").then(spoil).map(lambda ctx: ctx.get_init_data()).commit()
"""
    given = ["fresh"]
    assert (await graphs.run(text, given))["result"] == ["fresh"]
    assert given == ["fresh"]


async def test_bail_ends_the_run_with_success_and_its_value(graphs: Graphs) -> None:
    result = await graphs.run('flow = create_workflow(id="flow").then(leave).then(fail).commit()', 7)
    assert (result["status"], result["result"], graphs.seen) == ("success", {"left": 7}, ["leave"])


async def test_step_that_bailed_says_so(graphs: Graphs) -> None:
    result = await graphs.run('flow = create_workflow(id="flow").then(leave).then(fail).commit()', 7)
    assert result["steps"]["leave"]["status"] == "bailed"


async def test_state_is_set_by_one_step_and_read_by_the_next(graphs: Graphs) -> None:
    text = """
@graph_step(id="keep")
async def keep(ctx):
    ctx.set_state({"kept": ctx.input_data})

@graph_step(id="look")
async def look(ctx):
    return ctx.state

flow = create_workflow(id="flow").then(keep).then(look).commit()
"""
    assert (await graphs.run(text, 5, initial_state={"before": 1}))["result"] == {"before": 1, "kept": 5}


async def test_state_is_in_the_result_when_it_is_asked_for(graphs: Graphs) -> None:
    result = await graphs.run(CHAIN, 1, initial_state={"n": 3}, include_state=True)
    assert result["state"] == {"n": 3}


async def test_state_is_left_out_of_the_result_otherwise(graphs: Graphs) -> None:
    assert "state" not in await graphs.run(CHAIN, 1, initial_state={"n": 3})


async def test_set_state_takes_a_function_of_the_state(graphs: Graphs) -> None:
    text = """
def bump(state):
    return {"n": state.get("n", 0) + 1}

@graph_step(id="bump_it")
async def bump_it(ctx):
    ctx.set_state(bump)

flow = create_workflow(id="flow").then(bump_it).then(clone_step(bump_it, id="again")).commit()
"""
    assert (await graphs.run(text, None, include_state=True))["state"] == {"n": 2}


async def test_sleep_lets_the_value_pass(graphs: Graphs) -> None:
    result = await graphs.run('flow = create_workflow(id="flow").then(add).sleep("1h").then(double).commit()', 1)
    assert result["result"] == 4


async def test_sleep_lasts_as_long_as_it_says(graphs: Graphs) -> None:
    result = await graphs.run('flow = create_workflow(id="flow").then(add).sleep("1h").then(double).commit()', 1)
    assert graphs.seconds(result["steps"]["add"]["ended_at"], result["steps"]["double"]["started_at"]) >= 3600


async def test_sleep_may_be_computed(graphs: Graphs) -> None:
    text = 'flow = create_workflow(id="flow").then(add).sleep(lambda ctx: ctx.input_data * 60).then(double).commit()'
    result = await graphs.run(text, 1)
    assert 120 <= graphs.seconds(result["steps"]["add"]["ended_at"], result["steps"]["double"]["started_at"]) < 180


async def test_sleep_until_wakes_at_the_time(graphs: Graphs) -> None:
    text = """
from datetime import datetime, timedelta, timezone

flow = (create_workflow(id="flow").then(add)
        .sleep_until(lambda ctx: datetime.now(timezone.utc) + timedelta(days=1)).then(double).commit())
"""
    result = await graphs.run(text, 1)
    assert graphs.seconds(result["steps"]["add"]["ended_at"], result["steps"]["double"]["started_at"]) >= 86_399


async def test_sleep_function_that_raises_fails_the_run(graphs: Graphs) -> None:
    result = await graphs.run('flow = create_workflow(id="flow").then(add).sleep(lambda ctx: 1 / 0).commit()', 1)
    assert result["status"] == "failed"
    assert "zero" in graphs.message(result)
