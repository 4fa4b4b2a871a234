"""Graphs over HTTP, by the client: started, looked at, resumed, followed, travelled in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import trio

from tests.http.servers import open_server
from vm.client import connect
from vm.client.client import Client
from vm.errors import BadInput, GraphRefused, RunNotFound, WorkflowNotFound

SOURCE = """
from vm.graph import create_workflow, graph_step

@graph_step(id="quote", input_schema=int)
async def quote(ctx):
    return ctx.input_data * 100

@graph_step(id="approve", resume_schema=bool)
async def approve(ctx):
    if ctx.resume_data is None:
        ctx.suspend({"price": ctx.input_data})
    return ctx.resume_data

@graph_step(id="who")
async def who(ctx):
    return [ctx.request_context.get("user"), ctx.state.get("n"), ctx.input_data]

trip = create_workflow(id="trip", input_schema=int).then(quote).then(approve).then(who).commit()

async def plain():
    "use workflow"
    return 1
"""


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    async with open_server(tmp_path, source=SOURCE) as (http, _), connect(str(http.base_url)) as client:
        yield client


async def wait_for(run: object, status: str) -> dict:
    """Return how a graph stands once it stands so."""
    with trio.fail_after(30):
        while True:
            try:
                found = await run.graph()
            except GraphRefused:  # it has not begun
                found = {}
            if found.get("status") == status:
                return found
            await trio.lowlevel.checkpoint()


async def test_graph_is_started_looked_at_and_resumed(client: Client) -> None:
    context = {"request_context": {"user": "ada"}, "initial_state": {"n": 1}}
    run = await client.start_graph("trip", 6, run_id="t1", **context)
    found = await wait_for(run, "suspended")
    assert (found["suspend_payload"], found["outline"]["id"]) == ({"approve": {"price": 600}}, "trip")
    await run.resume("approve", True)
    assert await run.result() == ["ada", 1, True]
    assert (await wait_for(run, "success"))["steps"]["approve"]["resume_payload"] is True


async def test_starting_a_graph_twice_with_one_id_gives_one_run(client: Client) -> None:
    runs = [await client.start_graph("trip", 6, run_id="t1") for _ in range(2)]
    assert {run.run_id for run in runs} == {"t1"}


async def test_events_of_a_graph_are_followed_to_its_end(client: Client) -> None:
    run = await client.start_graph("trip", 6, run_id="t1")
    await wait_for(run, "suspended")
    await run.resume(resume_data=False)
    events = [event async for event in run.graph_events()]
    assert (events[0]["type"], events[-1]["type"]) == ("workflow-start", "workflow-finish")
    assert [event["payload"]["id"] for event in events if event["type"] == "workflow-step-suspended"] == ["approve"]
    assert [event async for event in run.graph_events(after=len(events) - 2)] == events[-1:]


async def test_time_travel_starts_another_run(client: Client) -> None:
    run = await client.start_graph("trip", 6, run_id="t1")
    await wait_for(run, "suspended")
    other = await run.time_travel("approve", 7, run_id="t2")
    assert (await wait_for(other, "suspended"))["suspend_payload"] == {"approve": {"price": 7}}
    assert (await run.graph())["suspend_payload"] == {"approve": {"price": 600}}


async def test_what_does_not_fit_is_refused(client: Client) -> None:
    with pytest.raises(BadInput, match="trip"):
        await client.start_graph("trip", "six")
    run = await client.start_graph("trip", 6, run_id="t1")
    await wait_for(run, "suspended")
    with pytest.raises(BadInput, match="approve"):
        await run.resume("approve", "perhaps")
    with pytest.raises(GraphRefused, match="quote"):
        await run.resume("quote", True)
    with pytest.raises(GraphRefused, match="nobody"):
        await run.time_travel("nobody")


async def test_what_is_no_graph_is_refused(client: Client) -> None:
    with pytest.raises(WorkflowNotFound):
        await client.start_graph("nobody")
    with pytest.raises(GraphRefused, match="plain"):
        await client.start_graph("plain")
    run = await client.start("plain")
    await run.result()
    with pytest.raises(GraphRefused):
        await run.graph()
    with pytest.raises(RunNotFound):
        await client.get("absent").graph()
