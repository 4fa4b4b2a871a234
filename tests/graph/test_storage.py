"""Stored runs: found by id, listed, filtered, paged, deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.graph.graphs import Graphs

FLOW = 'flow = create_workflow(id="flow").then(echo).branch([(lambda ctx: ctx.input_data > 5, ask)]).commit()'
NESTED = """
child = create_workflow(id="child").then(add).commit()
flow = create_workflow(id="flow").then(child).commit()
"""


async def filled(graphs: Graphs):
    """Return a graph with four runs: a, b, c have ended, d is suspended; a and d are of one tenant."""
    graph = graphs.load(FLOW)
    for run_id, given, tenant in (("a", 1, "t1"), ("b", 2, "t2"), ("c", 3, None), ("d", 10, "t1")):
        run = await graph.create_run(run_id=run_id, resource_id=tenant)
        await run.start(input_data=given)
    return graph


def ids(page: dict) -> list[str]:
    return sorted(run["run_id"] for run in page["runs"])


async def test_run_is_found_by_its_id(graphs: Graphs) -> None:
    graph = await filled(graphs)
    found = await graph.get_workflow_run_by_id("a")
    assert (found["run_id"], found["status"], found["result"]) == ("a", "success", {})


async def test_suspended_run_is_found_with_what_it_waits_for(graphs: Graphs) -> None:
    found = await (await filled(graphs)).get_workflow_run_by_id("d")
    assert (found["status"], found["suspended"]) == ("suspended", [["ask"]])


async def test_run_that_does_not_exist_is_none(graphs: Graphs) -> None:
    assert await (await filled(graphs)).get_workflow_run_by_id("z") is None


async def test_only_the_fields_that_are_asked_for_are_given(graphs: Graphs) -> None:
    found = await (await filled(graphs)).get_workflow_run_by_id("a", fields=["status", "result"])
    assert set(found) - {"run_id", "workflow_id"} == {"status", "result"}


@pytest.mark.parametrize("with_nested", [True, False])
async def test_nested_steps_are_left_out_when_they_are_not_wanted(graphs: Graphs, with_nested: bool) -> None:
    graph = graphs.load(NESTED)
    await (await graph.create_run(run_id="n")).start(input_data=1)
    steps = (await graph.get_workflow_run_by_id("n", with_nested=with_nested))["steps"]
    assert ("child.add" in steps) is with_nested


async def test_all_runs_are_listed(graphs: Graphs) -> None:
    page = await (await filled(graphs)).list_workflow_runs()
    assert (ids(page), page["total"]) == (["a", "b", "c", "d"], 4)


async def test_runs_are_listed_by_status(graphs: Graphs) -> None:
    graph = await filled(graphs)
    assert ids(await graph.list_workflow_runs(status="suspended")) == ["d"]
    assert ids(await graph.list_workflow_runs(status="success")) == ["a", "b", "c"]


async def test_runs_are_listed_by_resource(graphs: Graphs) -> None:
    assert ids(await (await filled(graphs)).list_workflow_runs(resource_id="t1")) == ["a", "d"]


async def test_runs_are_listed_by_date(graphs: Graphs) -> None:
    graph = await filled(graphs)
    far = datetime.now(UTC) + timedelta(days=400_0)
    past = datetime(1990, 1, 1, tzinfo=UTC)
    assert ids(await graph.list_workflow_runs(from_date=past, to_date=far)) == ["a", "b", "c", "d"]
    assert ids(await graph.list_workflow_runs(from_date=far)) == []


async def test_runs_are_listed_page_by_page(graphs: Graphs) -> None:
    graph = await filled(graphs)
    pages = [await graph.list_workflow_runs(page=number, per_page=3) for number in (0, 1)]
    assert [len(page["runs"]) for page in pages] == [3, 1]
    assert sorted(ids(pages[0]) + ids(pages[1])) == ["a", "b", "c", "d"]
    assert pages[0]["total"] == 4


async def test_runs_of_other_workflows_are_not_listed(graphs: Graphs) -> None:
    await filled(graphs)
    other = graphs.load('flow = create_workflow(id="other").then(add).commit()')
    await (await other.create_run(run_id="o")).start(input_data=1)
    assert ids(await other.list_workflow_runs()) == ["o"]


async def test_deleted_run_is_gone(graphs: Graphs) -> None:
    graph = await filled(graphs)
    await graph.delete_workflow_run_by_id("a")
    assert await graph.get_workflow_run_by_id("a") is None
    assert ids(await graph.list_workflow_runs()) == ["b", "c", "d"]


async def test_run_that_was_created_and_not_started_is_pending(graphs: Graphs) -> None:
    graph = graphs.load(FLOW)
    run = await graph.create_run(run_id="p")
    assert await graphs.status(run) == "pending"
