"""The ASGI app: the table of endpoints, and what every request goes through."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Sequence
from functools import partial
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vm.core.context import WEBHOOK_PATH
from vm.errors import VMError
from vm.face.http import acts, health, live, models, runs, webhooks
from vm.face.http.endpoint import Endpoint
from vm.face.http.limits import App, LimitGate, Limits
from vm.face.http.openapi import make_document
from vm.face.http.problems import Problem, answer_error, answer_problem
from vm.face.http.service import Service

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
        headers={"Idempotency-Key": "the run's id: starting twice with one key gives one run"},
        answers={
            202: ("it is stored and will run", models.Started),
            404: ("there is no such workflow", models.Failure),
            409: ("the id belongs to another run", models.Failure),
        },
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
        answers={200: ("the run", models.RunAnswer), 404: ("there is no such run", models.Failure)},
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
            404: ("there is no such run", models.Failure),
        },
    ),
    Endpoint(
        method="GET",
        path="/v1/runs/{run_id}/events",
        summary="A run's journal, page by page",
        handler=runs.read_events,
        scope="runs:read",
        query=models.ReadEvents,
        answers={200: ("a page", models.EventPage), 404: ("there is no such run", models.Failure)},
    ),
    Endpoint(
        method="POST",
        path="/v1/runs/{run_id}/cancel",
        summary="Ask a run to end; it may clean up",
        handler=acts.cancel_run,
        scope="runs:write",
        body=models.CancelRun,
        answers={202: ("it will hear of it", models.Said), 404: ("there is no such run", models.Failure)},
    ),
    Endpoint(
        method="POST",
        path="/v1/runs/{run_id}/terminate",
        summary="End a run without asking it",
        handler=acts.terminate_run,
        scope="runs:write",
        body=models.TerminateRun,
        answers={202: ("it will end", models.Said), 404: ("there is no such run", models.Failure)},
    ),
    Endpoint(
        method="POST",
        path="/v1/runs/{run_id}/wake",
        summary="End the sleeps that a run is in",
        handler=acts.wake_run,
        scope="runs:write",
        answers={202: ("it will wake", models.Said), 404: ("there is no such run", models.Failure)},
    ),
    Endpoint(
        method="POST",
        path="/v1/runs/{run_id}/rerun",
        summary="Start a new run with the code and input of another",
        handler=acts.rerun_run,
        scope="runs:write",
        body=models.Rerun,
        answers={
            202: ("it is stored and will run", models.Started),
            404: ("there is no such run", models.Failure),
            409: ("the id belongs to another run", models.Failure),
        },
    ),
    Endpoint(
        method="GET",
        path="/v1/runs/{run_id}/events/live",
        summary="A run's events as they come",
        handler=live.follow_events,
        scope="runs:read",
        query=models.FollowEvents,
        headers={"Last-Event-ID": "the position of the last event that was seen"},
        answers={200: ("server-sent events", None), 404: ("there is no such run", models.Failure)},
        media="text/event-stream",
    ),
    Endpoint(
        method="GET",
        path="/v1/runs/{run_id}/stream",
        summary="The chunks of a stream as they come: a line of JSON each, or server-sent events",
        handler=live.read_stream,
        scope="runs:read",
        query=models.ReadStream,
        headers={"Last-Event-ID": "the index of the last chunk that was seen"},
        answers={200: ("chunks", None), 404: ("there is no such run", models.Failure)},
        media="application/x-ndjson",
    ),
    Endpoint(
        method="POST",
        path="/v1/hooks/{token}",
        summary="Send a payload to a run that waits for one",
        handler=acts.resume_hook,
        scope="hooks:write",
        body=models.ResumeHook,
        headers={"Idempotency-Key": "the same one is received once"},
        answers={
            202: ("the run will receive it", models.HookResumed),
            404: ("no run waits under that token", models.Failure),
            409: ("the hook's type cannot be found", models.Failure),
        },
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

_log: Final = logging.getLogger("vm.http")


def make_app(service: Service, limits: Limits | None = None, endpoints: Sequence[Endpoint] = ENDPOINTS) -> App:
    """Return the ASGI app of a service. It can be mounted in another app, under trio."""
    document = make_document(endpoints, is_open=service.tokens.is_open)

    async def get_document(_: Request) -> Response:
        return JSONResponse(document)

    routes = [_route(service, endpoint) for endpoint in endpoints]
    app = Starlette(
        routes=[*routes, _webhook_route(service), Route("/openapi.json", get_document)],
        exception_handlers={
            Problem: _answer_any,
            VMError: _answer_any,
            HTTPException: _answer_any,
        },
    )
    return LimitGate(app, limits or Limits())


def _route(service: Service, endpoint: Endpoint) -> Route:
    return Route(endpoint.path, partial(_handle, service, endpoint), methods=[endpoint.method], name=endpoint.name)


def _webhook_route(service: Service) -> Route:
    """Outside of the table: any method, whoever calls, and answers that the run chooses."""
    endpoint = Endpoint(
        method="ANY",
        path=f"{WEBHOOK_PATH}{{token}}",
        summary="Call a webhook",
        handler=webhooks.call_webhook,
        scope=None,
    )
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return Route(endpoint.path, partial(_handle, service, endpoint), methods=methods, name=endpoint.name)


async def _handle(service: Service, endpoint: Endpoint, request: Request) -> Response:
    """Check, call, log: one line a request, with its id, which the answer carries too."""
    request_id = secrets.token_hex(8)
    began = time.monotonic()
    answer: Response
    try:
        if endpoint.scope is not None:
            service.tokens.check(request.headers, endpoint.scope)
        answer = await endpoint.handler(service, request)
    except (Problem, VMError) as error:
        answer = _answer(error)
    answer.headers["X-Request-Id"] = request_id
    _log.info(
        "%s %s %d",
        request.method,
        endpoint.path,
        answer.status_code,
        extra={
            "request_id": request_id,
            "run_id": request.path_params.get("run_id"),
            "status": answer.status_code,
            "took_ms": round((time.monotonic() - began) * 1000, 1),
        },
    )
    return answer


def _answer(error: Problem | VMError) -> Response:
    return answer_problem(error) if isinstance(error, Problem) else answer_error(error)


async def _answer_any(_: Request, error: Exception) -> Response:
    """Answer what is raised outside an endpoint: no such path, no such method."""
    if isinstance(error, HTTPException):
        slug = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "refused")
        headers = dict(error.headers or {})
        return answer_problem(Problem(error.status_code, slug, error.detail, headers=headers))
    assert isinstance(error, Problem | VMError)
    return _answer(error)
