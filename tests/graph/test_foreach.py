"""foreach: a step for each item of a list."""

from __future__ import annotations

import pytest

from tests.graph.graphs import Graphs


def each(rest: str = "add") -> str:
    return f'flow = create_workflow(id="flow").foreach({rest}).commit()'


COUNTED = """
@graph_step(id="stay")
async def stay(ctx):
    from tests.graph.meeting import ROOM
    await ROOM.stay()
    return ctx.input_data

"""


async def test_every_item_goes_through_the_step(graphs: Graphs) -> None:
    assert (await graphs.run(each(), [1, 2, 3]))["result"] == [2, 3, 4]


async def test_empty_list_gives_an_empty_list(graphs: Graphs) -> None:
    result = await graphs.run(each(), [])
    assert (result["status"], result["result"]) == ("success", [])


@pytest.mark.parametrize("given", [5, {"a": 1}, "text", None])
async def test_what_is_no_list_is_a_clear_error(graphs: Graphs, given: object) -> None:
    result = await graphs.run(each(), given)
    assert result["status"] == "failed"
    assert "list" in graphs.message(result)


async def test_none_is_kept_among_the_outputs(graphs: Graphs) -> None:
    text = """
@graph_step(id="odd")
async def odd(ctx):
    return ctx.input_data if ctx.input_data % 2 else None

""" + each("odd")
    assert (await graphs.run(text, [1, 2, 3, 4]))["result"] == [1, None, 3, None]


async def test_none_is_kept_among_the_items(graphs: Graphs) -> None:
    assert (await graphs.run(each("echo"), [None, 1, None]))["result"] == [None, 1, None]


async def test_items_go_one_after_the_other_unless_told_otherwise(graphs: Graphs) -> None:
    await graphs.run(COUNTED + each("stay"), list(range(5)))
    assert graphs.room.most == 1


async def test_at_most_as_many_items_as_its_concurrency_are_under_way(graphs: Graphs) -> None:
    await graphs.run(COUNTED + each("stay, concurrency=3"), list(range(10)))
    assert graphs.room.most == 3


async def test_concurrency_may_be_computed(graphs: Graphs) -> None:
    await graphs.run(COUNTED + each("stay, concurrency=lambda ctx: len(ctx.input_data) // 2"), list(range(8)))
    assert graphs.room.most == 4


async def test_concurrency_function_that_raises_fails_the_run(graphs: Graphs) -> None:
    assert (await graphs.run(each("add, concurrency=lambda ctx: 1 / 0"), [1]))["status"] == "failed"


async def test_outputs_keep_the_order_of_the_items(graphs: Graphs) -> None:
    text = """
@graph_step(id="uneven")
async def uneven(ctx):
    from tests.graph.meeting import settle
    await settle(4 - ctx.input_data)
    return ctx.input_data

""" + each("uneven, concurrency=4")
    assert (await graphs.run(text, [0, 1, 2, 3]))["result"] == [0, 1, 2, 3]


async def test_slow_item_does_not_hold_others_back(graphs_in_real_time: Graphs) -> None:
    text = """
@graph_step(id="meet")
async def meet(ctx):
    from tests.graph.meeting import meet
    if ctx.input_data in (0, 3):
        await meet(2)               # the first waits for the last: only a pool that slides gets there
    return ctx.input_data

""" + each("meet, concurrency=2")
    assert (await graphs_in_real_time.run(text, [0, 1, 2, 3]))["result"] == [0, 1, 2, 3]


async def test_failing_item_fails_the_run(graphs: Graphs) -> None:
    assert (await graphs.run(each("fail"), [1, 2]))["status"] == "failed"


async def test_no_further_item_begins_behind_one_that_failed(graphs: Graphs) -> None:
    await graphs.run(each("fail"), [1, 2, 3])
    assert graphs.seen == ["fail"]


async def test_next_entry_gets_the_list(graphs: Graphs) -> None:
    text = 'flow = create_workflow(id="flow").foreach(add).then(echo).commit()'
    assert (await graphs.run(text, [1, 2]))["steps"]["echo"]["payload"] == [2, 3]


async def test_step_may_be_a_workflow(graphs: Graphs) -> None:
    text = 'child = create_workflow(id="child").then(add).then(double).commit()\n' + each("child")
    assert (await graphs.run(text, [1, 2, 3]))["result"] == [4, 6, 8]


async def test_workflows_run_together_under_concurrency(graphs: Graphs) -> None:
    text = COUNTED + 'child = create_workflow(id="child").then(add).then(stay).commit()\n'
    assert (await graphs.run(text + each("child, concurrency=2"), [1, 2, 3, 4]))["result"] == [2, 3, 4, 5]
    assert graphs.room.most == 2


async def test_each_nested_run_has_its_item_as_its_init_data(graphs: Graphs) -> None:
    pair = "lambda ctx: [ctx.get_init_data(), ctx.input_data]"
    text = f'child = create_workflow(id="child").then(add).map({pair}).commit()\n'
    assert (await graphs.run(text + each("child, concurrency=3"), [1, 5, 9]))["result"] == [[1, 2], [5, 6], [9, 10]]


async def test_item_may_be_any_value(graphs: Graphs) -> None:
    items = [{"n": 1}, [2], "three", 4.5, True]
    assert (await graphs.run(each("echo"), items))["result"] == items


async def test_step_of_a_foreach_has_one_entry_with_all_outputs(graphs: Graphs) -> None:
    steps = (await graphs.run(each(), [1, 2]))["steps"]
    assert (list(steps), steps["add"]["output"]) == (["add"], [2, 3])


async def test_hundred_items_end(graphs: Graphs) -> None:
    assert (await graphs.run(each("add, concurrency=10"), list(range(100))))["result"] == list(range(1, 101))


async def test_item_that_bails_ends_the_run(graphs: Graphs) -> None:
    result = await graphs.run(each("leave").replace(".commit()", ".then(fail).commit()"), [7])
    assert (result["status"], result["result"]) == ("success", {"left": 7})
