"""Suspensions: what they keep, how they are resumed, who wins."""

from __future__ import annotations

import pytest
import trio

from tests.graph.graphs import Graphs
from tests.graph.meeting import settle
from vm.errors import CallerError

ASK = 'flow = create_workflow(id="flow").then(add).then(ask).then(echo).commit()'
BOTH = 'flow = create_workflow(id="flow").parallel([ask, ask_too]).commit()'

TWICE = """
@graph_step(id="twice")
async def twice(ctx):
    note(["twice", ctx.resume_data, ctx.suspend_data])
    if ctx.resume_data is None:
        ctx.suspend({"round": 1})
    if ctx.resume_data == "first":
        ctx.suspend({"round": 2})
    return ctx.resume_data

flow = create_workflow(id="flow").then(twice).commit()
"""


async def test_suspending_step_suspends_the_run(graphs: Graphs) -> None:
    assert (await graphs.run(ASK, 1))["status"] == "suspended"


async def test_result_names_the_step_that_waits(graphs: Graphs) -> None:
    assert (await graphs.run(ASK, 1))["suspended"] == [["ask"]]


async def test_result_has_the_payload_of_the_suspension(graphs: Graphs) -> None:
    result = await graphs.run(ASK, 1)
    assert result["suspend_payload"] == {"ask": {"question": 2}}
    assert result["steps"]["ask"]["suspend_payload"] == {"question": 2}


async def test_suspended_step_says_when_it_was_suspended(graphs: Graphs) -> None:
    step = (await graphs.run(ASK, 1))["steps"]["ask"]
    assert step["status"] == "suspended"
    assert step["started_at"] <= step["suspended_at"]


async def test_nothing_runs_behind_a_suspension(graphs: Graphs) -> None:
    await graphs.run(ASK, 1)
    assert graphs.seen == ["add", "ask"]


async def test_resumed_step_gets_what_it_is_resumed_with(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    assert (await run.resume(step="ask", resume_data="yes"))["result"] == {"answer": "yes"}


async def test_resumed_step_runs_again_from_its_top(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    await run.resume(step="ask", resume_data="yes")
    assert graphs.seen.count("ask") == 2


async def test_steps_before_the_suspension_do_not_run_again(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    await run.resume(step="ask", resume_data="yes")
    assert graphs.seen.count("add") == 1


async def test_resumed_run_keeps_the_results_before_the_suspension(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    assert (await run.resume(step="ask", resume_data="yes"))["steps"]["add"]["output"] == 2


async def test_resumed_step_keeps_its_input(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    assert (await run.resume(step="ask", resume_data="yes"))["steps"]["ask"]["payload"] == 2


async def test_resumed_step_says_with_what_and_when(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    step = (await run.resume(step="ask", resume_data="yes"))["steps"]["ask"]
    assert step["resume_payload"] == "yes"
    assert step["suspended_at"] <= step["resumed_at"] <= step["ended_at"]


async def test_only_suspended_step_needs_no_name(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    assert (await run.resume(resume_data="yes"))["result"] == {"answer": "yes"}


async def test_several_suspended_steps_and_no_name_is_an_error_that_lists_them(graphs: Graphs) -> None:
    run = await graphs.suspended(BOTH, 1)
    with pytest.raises(CallerError, match=r"(?s)ask.*ask_too"):
        await run.resume(resume_data="yes")


async def test_step_that_is_not_suspended_cannot_be_resumed(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    with pytest.raises(CallerError, match="add"):
        await run.resume(step="add", resume_data="yes")


async def test_step_that_does_not_exist_cannot_be_resumed(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    with pytest.raises(CallerError, match="nobody"):
        await run.resume(step="nobody", resume_data="yes")


async def test_finished_run_cannot_be_resumed(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    await run.resume(step="ask", resume_data="yes")
    with pytest.raises(CallerError):
        await run.resume(step="ask", resume_data="no")


async def test_step_may_suspend_again(graphs: Graphs) -> None:
    run = await graphs.suspended(TWICE, 1)
    second = await run.resume(step="twice", resume_data="first")
    assert (second["status"], second["steps"]["twice"]["suspend_payload"]) == ("suspended", {"round": 2})
    assert (await run.resume(step="twice", resume_data="second"))["result"] == "second"


async def test_resumed_step_sees_what_it_was_suspended_with(graphs: Graphs) -> None:
    run = await graphs.suspended(TWICE, 1)
    await run.resume(step="twice", resume_data="first")
    await run.resume(step="twice", resume_data="second")
    assert graphs.seen == [["twice", None, None], ["twice", "first", {"round": 1}], ["twice", "second", {"round": 2}]]


async def test_steps_of_a_chain_suspend_one_after_the_other(graphs: Graphs) -> None:
    run = await graphs.suspended('flow = create_workflow(id="flow").then(ask).then(ask_too).commit()', 1)
    second = await run.resume(step="ask", resume_data="a")
    assert second["suspended"] == [["ask_too"]]
    assert (await run.resume(step="ask_too", resume_data="b"))["result"] == {"answer_too": "b"}


async def test_block_names_all_of_its_suspended_steps(graphs: Graphs) -> None:
    result = await graphs.run(BOTH, 1)
    assert sorted(result["suspended"]) == [["ask"], ["ask_too"]]
    assert result["suspend_payload"] == {"ask": {"question": 1}, "ask_too": {"also": 1}}


async def test_block_goes_on_when_all_of_its_steps_were_resumed(graphs: Graphs) -> None:
    run = await graphs.suspended(BOTH, 1)
    half = await run.resume(step="ask_too", resume_data="b")
    assert (half["status"], half["suspended"]) == ("suspended", [["ask"]])
    whole = await run.resume(step="ask", resume_data="a")
    assert whole["result"] == {"ask": {"answer": "a"}, "ask_too": {"answer_too": "b"}}


async def test_resume_of_one_does_not_run_its_siblings_again(graphs: Graphs) -> None:
    run = await graphs.suspended('flow = create_workflow(id="flow").parallel([add, ask, ask_too]).commit()', 1)
    await run.resume(step="ask", resume_data="a")
    assert [graphs.seen.count(name) for name in ("add", "ask", "ask_too")] == [1, 2, 1]


async def test_suspended_arm_of_a_branch_is_resumed(graphs: Graphs) -> None:
    text = 'flow = create_workflow(id="flow").branch([(lambda ctx: True, ask), (lambda ctx: True, add)]).commit()'
    run = await graphs.suspended(text, 1)
    assert (await run.resume(step="ask", resume_data="a"))["result"] == {"ask": {"answer": "a"}, "add": 2}


async def test_state_that_was_set_before_a_suspension_is_kept(graphs: Graphs) -> None:
    text = """
@graph_step(id="hold")
async def hold(ctx):
    if ctx.resume_data is None:
        ctx.set_state({"asked": True})
        ctx.suspend({})
    return ctx.state

flow = create_workflow(id="flow").then(hold).commit()
"""
    run = await graphs.suspended(text, None)
    assert (await run.resume(step="hold", resume_data=1))["result"] == {"asked": True}


@pytest.mark.parametrize("data", [0, "", False, [], {}])
async def test_empty_values_are_data_to_resume_with(graphs: Graphs, data: object) -> None:
    run = await graphs.suspended(ASK, 1)
    assert (await run.resume(step="ask", resume_data=data))["result"] == {"answer": data}


async def test_suspend_without_a_payload_suspends_too(graphs: Graphs) -> None:
    text = """
@graph_step(id="hold")
async def hold(ctx):
    if ctx.resume_data is None:
        ctx.suspend()
    return "on"

flow = create_workflow(id="flow").then(hold).commit()
"""
    run = await graphs.suspended(text, None)
    assert (await run.resume(step="hold", resume_data=1))["result"] == "on"


async def test_nested_suspension_suspends_the_parent_with_its_path(graphs: Graphs) -> None:
    assert (await graphs.run(NESTED, 1))["suspended"] == [["child", "ask"]]


NESTED = """
child = create_workflow(id="child").then(add).then(ask).commit()
flow = create_workflow(id="flow").then(child).then(echo).commit()
"""


@pytest.mark.parametrize("step", ["child.ask", ["child", "ask"]])
async def test_nested_suspension_is_resumed_by_its_path(graphs: Graphs, step: object) -> None:
    run = await graphs.suspended(NESTED, 1)
    assert (await run.resume(step=step, resume_data="yes"))["result"] == {"answer": "yes"}


async def test_nested_suspension_is_resumed_by_the_name_of_the_child(graphs: Graphs) -> None:
    run = await graphs.suspended(NESTED, 1)
    assert (await run.resume(step="child", resume_data="yes"))["result"] == {"answer": "yes"}


async def test_nested_steps_before_a_suspension_do_not_run_again(graphs: Graphs) -> None:
    run = await graphs.suspended(NESTED, 1)
    await run.resume(step="child.ask", resume_data="yes")
    assert graphs.seen == ["add", "ask", "ask", "echo"]


async def test_suspension_three_levels_down_is_resumed(graphs: Graphs) -> None:
    text = """
low = create_workflow(id="low").then(ask).commit()
middle = create_workflow(id="middle").then(low).commit()
flow = create_workflow(id="flow").then(middle).commit()
"""
    run = await graphs.suspended(text, 1)
    assert (await run.resume(step="middle.low.ask", resume_data="yes"))["result"] == {"answer": "yes"}


async def test_two_children_suspended_side_by_side_are_resumed_apart(graphs: Graphs) -> None:
    text = """
one = create_workflow(id="one").then(ask).commit()
two = create_workflow(id="two").then(clone_step(ask, id="ask")).commit()
flow = create_workflow(id="flow").parallel([one, two]).commit()
"""
    run = await graphs.suspended(text, 1)
    await run.resume(step="two.ask", resume_data="b")
    assert (await run.resume(step="one.ask", resume_data="a"))["result"] == {
        "one": {"answer": "a"},
        "two": {"answer": "b"},
    }


async def test_event_is_waited_for(graphs: Graphs) -> None:
    text = 'flow = create_workflow(id="flow").then(add).wait_for_event("paid").then(echo).commit()'
    run = await graphs.load(text).create_run()
    found = []

    async def start() -> None:
        found.append((await run.start(input_data=1))["result"])

    async with trio.open_nursery() as nursery:
        nursery.start_soon(start)
        await graphs.wait_seen("add")
        while await graphs.status(run) != "waiting":
            await settle()
        await run.send_event("paid", {"amount": 5})
    assert found == [{"amount": 5}]


async def test_event_that_nobody_waits_for_is_an_error(graphs: Graphs) -> None:
    run = await graphs.suspended(ASK, 1)
    with pytest.raises(CallerError, match="paid"):
        await run.send_event("paid", {"amount": 5})


LABELLED = """
@graph_step(id="sign")
async def sign(ctx):
    if ctx.resume_data is None:
        ctx.suspend({"for": ctx.input_data}, resume_label=f"sign-{ctx.input_data}")
    return f"{ctx.input_data} signed by {ctx.resume_data}"

"""
FOREACH = LABELLED + 'flow = create_workflow(id="flow").foreach(sign, concurrency=3).commit()'


async def test_labels_are_in_the_result(graphs: Graphs) -> None:
    assert set((await graphs.run(FOREACH, ["a", "b"]))["resume_labels"]) == {"sign-a", "sign-b"}


async def test_step_is_resumed_by_its_label(graphs: Graphs) -> None:
    text = LABELLED + 'flow = create_workflow(id="flow").then(sign).commit()'
    run = await graphs.suspended(text, "a")
    assert (await run.resume(label="sign-a", resume_data="ada"))["result"] == "a signed by ada"


async def test_items_of_a_foreach_are_resumed_by_label(graphs: Graphs) -> None:
    run = await graphs.suspended(FOREACH, ["a", "b"])
    await run.resume(label="sign-b", resume_data="bob")
    assert (await run.resume(label="sign-a", resume_data="ada"))["result"] == ["a signed by ada", "b signed by bob"]


async def test_items_of_a_foreach_are_resumed_by_index(graphs: Graphs) -> None:
    run = await graphs.suspended(FOREACH, ["a", "b"])
    await run.resume(step="sign", foreach_index=1, resume_data="bob")
    result = await run.resume(step="sign", foreach_index=0, resume_data="ada")
    assert result["result"] == ["a signed by ada", "b signed by bob"]


async def test_index_that_does_not_wait_is_an_error(graphs: Graphs) -> None:
    run = await graphs.suspended(FOREACH, ["a", "b"])
    with pytest.raises(CallerError):
        await run.resume(step="sign", foreach_index=7, resume_data="bob")


async def test_several_suspended_items_and_no_index_is_an_error(graphs: Graphs) -> None:
    run = await graphs.suspended(FOREACH, ["a", "b"])
    with pytest.raises(CallerError):
        await run.resume(step="sign", resume_data="bob")


async def test_only_suspended_item_needs_no_index(graphs: Graphs) -> None:
    run = await graphs.suspended(FOREACH, ["a"])
    assert (await run.resume(step="sign", resume_data="ada"))["result"] == ["a signed by ada"]


async def test_items_that_were_done_are_not_done_again_on_resume(graphs: Graphs) -> None:
    text = """
@graph_step(id="some")
async def some(ctx):
    note(ctx.input_data)
    if ctx.input_data == "b" and ctx.resume_data is None:
        ctx.suspend({})
    return ctx.input_data

flow = create_workflow(id="flow").foreach(some, concurrency=3).commit()
"""
    run = await graphs.suspended(text, ["a", "b", "c"])
    assert (await run.resume(step="some", resume_data=1))["result"] == ["a", "b", "c"]
    assert sorted(graphs.seen) == ["a", "b", "b", "c"]


async def test_foreach_one_by_one_suspends_at_each_item_in_turn(graphs: Graphs) -> None:
    text = FOREACH.replace("concurrency=3", "concurrency=1")
    run = await graphs.suspended(text, ["a", "b"])
    second = await run.resume(step="sign", resume_data="ada")
    assert (second["status"], list(second["resume_labels"])) == ("suspended", ["sign-b"])
    assert (await run.resume(step="sign", resume_data="bob"))["result"] == ["a signed by ada", "b signed by bob"]


NESTED_EACH = (
    LABELLED
    + """
child = create_workflow(id="child").then(echo).then(sign).commit()
flow = create_workflow(id="flow").foreach(child, concurrency=2).commit()
"""
)


async def test_nested_items_of_a_foreach_are_resumed_by_index(graphs: Graphs) -> None:
    run = await graphs.suspended(NESTED_EACH, ["a", "b"])
    await run.resume(step="child.sign", foreach_index=1, resume_data="bob")
    result = await run.resume(step="child.sign", foreach_index=0, resume_data="ada")
    assert result["result"] == ["a signed by ada", "b signed by bob"]


async def test_nested_items_of_a_foreach_are_resumed_by_label(graphs: Graphs) -> None:
    run = await graphs.suspended(NESTED_EACH, ["a", "b"])
    await run.resume(label="sign-b", resume_data="bob")
    assert (await run.resume(label="sign-a", resume_data="ada"))["result"] == ["a signed by ada", "b signed by bob"]


async def test_nested_items_do_not_run_their_earlier_steps_again(graphs: Graphs) -> None:
    run = await graphs.suspended(NESTED_EACH, ["a", "b"])
    await run.resume(label="sign-b", resume_data="bob")
    await run.resume(label="sign-a", resume_data="ada")
    assert graphs.seen == ["echo", "echo"]
