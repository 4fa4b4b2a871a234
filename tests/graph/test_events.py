"""Streams of graph events, watchers and callbacks."""

from __future__ import annotations

from tests.graph.graphs import Graphs

CHAIN = 'flow = create_workflow(id="flow").then(add).then(double).commit()'


async def collect(stream) -> list[dict]:
    return [event async for event in stream]


async def events_of(graphs: Graphs, text: str, given: object = 1) -> list[dict]:
    run = await graphs.load(text).create_run(run_id="r")
    return await collect(run.stream(input_data=given))


def named(events: list[dict]) -> list[tuple[str, str | None]]:
    return [(event["type"], event["payload"].get("id")) for event in events]


async def test_stream_begins_and_ends_with_the_workflow(graphs: Graphs) -> None:
    events = await events_of(graphs, CHAIN)
    assert (events[0]["type"], events[-1]["type"]) == ("workflow-start", "workflow-finish")


async def test_stream_tells_each_step_as_it_begins_and_ends(graphs: Graphs) -> None:
    found = [pair for pair in named(await events_of(graphs, CHAIN)) if pair[1]]
    assert found == [
        ("workflow-step-start", "add"),
        ("workflow-step-result", "add"),
        ("workflow-step-start", "double"),
        ("workflow-step-result", "double"),
    ]


async def test_every_event_has_type_run_sender_and_payload(graphs: Graphs) -> None:
    for event in await events_of(graphs, CHAIN):
        assert set(event) >= {"type", "run_id", "from", "payload"}
        assert event["run_id"] == "r"


async def test_result_event_has_the_output(graphs: Graphs) -> None:
    events = await events_of(graphs, CHAIN)
    results = [event["payload"] for event in events if event["type"] == "workflow-step-result"]
    assert [(payload["status"], payload["output"]) for payload in results] == [("success", 2), ("success", 4)]


async def test_suspension_is_told(graphs: Graphs) -> None:
    events = await events_of(graphs, 'flow = create_workflow(id="flow").then(ask).commit()')
    (told,) = [event["payload"] for event in events if event["type"] == "workflow-step-suspended"]
    assert (told["id"], told["suspend_payload"]) == ("ask", {"question": 1})


async def test_failure_is_told(graphs: Graphs) -> None:
    events = await events_of(graphs, 'flow = create_workflow(id="flow").then(fail).commit()')
    (told,) = [event["payload"] for event in events if event["type"] == "workflow-step-result"]
    assert told["status"] == "failed"
    assert events[-1]["type"] == "workflow-finish"


async def test_sleep_is_told_as_waiting(graphs: Graphs) -> None:
    events = await events_of(graphs, 'flow = create_workflow(id="flow").sleep("1h").then(add).commit()')
    assert "workflow-step-waiting" in [event["type"] for event in events]


async def test_nested_ids_are_dotted(graphs: Graphs) -> None:
    text = """
child = create_workflow(id="child").then(add).commit()
flow = create_workflow(id="flow").then(child).commit()
"""
    assert ("workflow-step-result", "child.add") in named(await events_of(graphs, text))


async def test_step_writes_to_the_stream(graphs: Graphs) -> None:
    text = """
@graph_step(id="talk")
async def talk(ctx):
    await ctx.writer.write({"done": "half"})
    return 1

flow = create_workflow(id="flow").then(talk).commit()
"""
    events = await events_of(graphs, text)
    (told,) = [event["payload"] for event in events if event["type"] == "workflow-step-output"]
    assert (told["id"], told["output"]) == ("talk", {"done": "half"})


async def test_progress_of_a_foreach_is_told(graphs: Graphs) -> None:
    events = await events_of(graphs, 'flow = create_workflow(id="flow").foreach(add).commit()', [1, 2, 3])
    told = [event["payload"] for event in events if event["type"] == "workflow-step-progress"]
    assert [(payload["completed"], payload["total"]) for payload in told] == [(1, 3), (2, 3), (3, 3)]


async def test_resumed_run_streams_what_follows(graphs: Graphs) -> None:
    run = await graphs.suspended('flow = create_workflow(id="flow").then(ask).then(echo).commit()', 1)
    events = await collect(run.resume_stream(step="ask", resume_data="yes"))
    assert ("workflow-step-result", "echo") in named(events)
    assert events[-1]["type"] == "workflow-finish"


async def test_stream_of_a_finished_run_can_be_observed_again(graphs: Graphs) -> None:
    run = await graphs.load(CHAIN).create_run()
    first = await collect(run.stream(input_data=1))
    assert named(await collect(run.observe_stream())) == named(first)


async def test_watcher_is_told_the_same_events(graphs: Graphs) -> None:
    run = await graphs.load(CHAIN).create_run()
    told: list[dict] = []
    run.watch(told.append)
    await run.start(input_data=1)
    assert ("workflow-step-result", "double") in named(told)


async def test_watcher_that_was_taken_off_is_told_nothing(graphs: Graphs) -> None:
    run = await graphs.load(CHAIN).create_run()
    told: list[dict] = []
    run.watch(told.append)()
    await run.start(input_data=1)
    assert told == []


CALLBACKS = """
def finished(result):
    note(["finish", result["status"]])

def failed(result):
    note(["error", result["status"]])

flow = create_workflow(id="flow", on_finish=finished, on_error=failed).then(STEP).commit()
"""


async def test_callback_is_told_how_a_run_finished(graphs: Graphs) -> None:
    await graphs.run(CALLBACKS.replace("STEP", "add"), 1)
    assert graphs.seen == ["add", ["finish", "success"]]


async def test_callbacks_are_told_of_a_failure(graphs: Graphs) -> None:
    await graphs.run(CALLBACKS.replace("STEP", "fail"), 1)
    assert ["error", "failed"] in graphs.seen
    assert ["finish", "failed"] in graphs.seen


async def test_callback_for_errors_is_not_told_of_success(graphs: Graphs) -> None:
    await graphs.run(CALLBACKS.replace("STEP", "add"), 1)
    assert ["error", "success"] not in graphs.seen
