"""The table of endpoints: what the routes and the OpenAPI document are both made from."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel

from vm.face.http import acts, graphs, health, live, models, runs
from vm.face.http.endpoint import Answers, Endpoint, Handler, Header

_NO_RUN: Final[Answers] = {404: ("there is no such run", models.Failure)}
_STARTED: Final[Answers] = {
    202: ("it is stored and will run", models.Started),
    409: ("the id belongs to another run", models.Failure),
}

_NO_GRAPH: Final = ("it is no run of a graph, or nothing waits by that name, or somebody was first", models.Failure)


def _act(
    verb: str, handler: Handler, summary: str, *, body: type[BaseModel] | None = None, answers: Answers
) -> Endpoint:
    """Return the endpoint by which something is said to a run."""
    return Endpoint(
        method="POST",
        path=f"/v1/runs/{{run_id}}/{verb}",
        summary=summary,
        handler=handler,
        scope="runs:write",
        body=body,
        answers={**answers, **_NO_RUN},
    )


ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    Endpoint(
        method="GET",
        path="/v1/workflows",
        summary="The workflows that can be started here",
        handler=runs.list_workflows,
        scope="runs:read",
        answers={200: ("the manifest", models.Manifest)},
    ),
    Endpoint(
        method="POST",
        path="/v1/runs",
        summary="Start a run",
        handler=runs.start_run,
        scope="runs:write",
        body=models.StartRun,
        headers=[Header("Idempotency-Key", "the run's id: starting twice with one key gives one run", models.RUN_ID)],
        answers={**_STARTED, 404: ("there is no such workflow", models.Failure)},
    ),
    Endpoint(
        method="GET",
        path="/v1/runs",
        summary="List runs, newest first",
        handler=runs.list_runs,
        scope="runs:read",
        query=models.ListRuns,
        answers={200: ("a page", models.RunPage), 404: ("there is no run `after`", models.Failure)},
    ),
    Endpoint(
        method="GET",
        path="/v1/runs/{run_id}",
        summary="Where a run stands",
        handler=runs.get_run,
        scope="runs:read",
        answers={200: ("the run", models.RunAnswer), **_NO_RUN},
    ),
    Endpoint(
        method="GET",
        path="/v1/runs/{run_id}/result",
        summary="How a run ended; waits for it if told to",
        handler=runs.await_result,
        scope="runs:read",
        query=models.AwaitResult,
        answers={
            200: ("it has ended", models.Result),
            202: ("it has not ended yet", models.Result),
            409: ("it cannot be driven here, and says why", models.Failure),
            **_NO_RUN,
        },
    ),
    Endpoint(
        method="GET",
        path="/v1/runs/{run_id}/events",
        summary="A run's journal, page by page",
        handler=runs.read_events,
        scope="runs:read",
        query=models.ReadEvents,
        answers={200: ("a page", models.EventPage), **_NO_RUN},
    ),
    _act(
        "cancel",
        acts.cancel_run,
        "Ask a run to end; it may clean up",
        body=models.CancelRun,
        answers={202: ("it will hear of it", models.Said)},
    ),
    _act(
        "terminate",
        acts.terminate_run,
        "End a run without asking it",
        body=models.TerminateRun,
        answers={202: ("it will end", models.Said)},
    ),
    _act("wake", acts.wake_run, "End the sleeps that a run is in", answers={202: ("it will wake", models.Said)}),
    _act(
        "upgrade",
        acts.upgrade_run,
        "Move a run to the code that this server has of its workflow, once its journal has replayed on it",
        body=models.Empty,
        answers={
            200: ("it goes on with that code", models.Upgraded),
            409: ("it cannot go on with that code, or has ended", models.Failure),
        },
    ),
    _act(
        "rerun",
        acts.rerun_run,
        "Start a new run with the code and input of another",
        body=models.Rerun,
        answers=_STARTED,
    ),
    Endpoint(
        method="POST",
        path="/v1/graphs/{workflow}/runs",
        summary="Start a run of a graph",
        handler=graphs.start_graph,
        scope="runs:write",
        body=models.StartGraph,
        answers={**_STARTED, 404: ("there is no such graph", models.Failure)},
    ),
    Endpoint(
        method="GET",
        path="/v1/runs/{run_id}/graph",
        summary="Where each step of a graph's run stands",
        handler=graphs.get_graph,
        scope="runs:read",
        answers={200: ("the graph", models.GraphAnswer), 409: _NO_GRAPH, **_NO_RUN},
    ),
    Endpoint(
        method="POST",
        path="/v1/runs/{run_id}/graph/resume",
        summary="Resume a suspended step of a graph",
        handler=graphs.resume_step,
        scope="runs:write",
        body=models.ResumeStep,
        answers={202: ("the step goes on", models.Started), 409: _NO_GRAPH, **_NO_RUN},
    ),
    Endpoint(
        method="POST",
        path="/v1/runs/{run_id}/graph/time-travel",
        summary="Start a new run of a graph that begins at a step, with the results before it",
        handler=graphs.travel_in_time,
        scope="runs:write",
        body=models.TravelInTime,
        answers={202: ("it is stored and will run", models.Started), 409: _NO_GRAPH, **_NO_RUN},
    ),
    Endpoint(
        method="GET",
        path="/v1/runs/{run_id}/graph/events",
        summary="What happens to the steps of a graph, as it comes",
        handler=graphs.follow_graph,
        scope="runs:read",
        query=models.FollowGraph,
        headers=[Header("Last-Event-ID", "the index of the last event that was seen", models.POSITION)],
        answers={200: ("server-sent events", None), 409: _NO_GRAPH, **_NO_RUN},
        media="text/event-stream",
    ),
    Endpoint(
        method="GET",
        path="/v1/runs/{run_id}/events/live",
        summary="A run's events as they come",
        handler=live.follow_events,
        scope="runs:read",
        query=models.FollowEvents,
        headers=[Header("Last-Event-ID", "the position of the last event that was seen", models.POSITION)],
        answers={200: ("server-sent events", None), **_NO_RUN},
        media="text/event-stream",
    ),
    Endpoint(
        method="GET",
        path="/v1/runs/{run_id}/stream",
        summary="The chunks of a stream as they come: a line of JSON each, or server-sent events",
        handler=live.read_stream,
        scope="runs:read",
        query=models.ReadStream,
        headers=[Header("Last-Event-ID", "the index of the last chunk that was seen", models.POSITION)],
        answers={200: ("chunks", None), **_NO_RUN},
        media="application/x-ndjson",
    ),
    Endpoint(
        method="GET",
        path="/v1/runs/{run_id}/hooks",
        summary="A run's open hooks with their tokens: who knows one may resume it",
        handler=runs.list_hooks,
        scope="hooks:write",
        answers={200: ("the hooks", models.HookList), **_NO_RUN},
    ),
    Endpoint(
        method="POST",
        path="/v1/hooks/{token}",
        summary="Send a payload to a run that waits for one",
        handler=acts.resume_hook,
        scope="hooks:write",
        body=models.ResumeHook,
        headers=[Header("Idempotency-Key", "the same one is received once", models.KEY)],
        answers={
            202: ("the run will receive it", models.HookResumed),
            404: ("no run waits under that token", models.Failure),
            409: ("the hook's type cannot be found", models.Failure),
        },
    ),
    Endpoint(
        method="GET",
        path="/metrics",
        summary="What this process has counted, for Prometheus",
        handler=health.get_metrics,
        scope="metrics:read",
        answers={200: ("metrics", None), 404: ("there are none", models.Failure)},
        media="text/plain",
    ),
    Endpoint(
        method="GET",
        path="/healthz",
        summary="Whether the process answers",
        handler=health.get_health,
        scope=None,
        answers={200: ("it does", models.Health)},
    ),
    Endpoint(
        method="GET",
        path="/readyz",
        summary="Whether the world answers",
        handler=health.get_readiness,
        scope=None,
        answers={200: ("it does", models.Health), 503: ("it does not, or the server shuts down", models.Health)},
    ),
)
