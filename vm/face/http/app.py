"""The ASGI app: routes, and what every request goes through."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vm.core.context import WEBHOOK_PATH
from vm.errors import VMError
from vm.face.http import webhooks
from vm.face.http.endpoint import Endpoint, check_headers
from vm.face.http.limits import App, LimitGate, Limits
from vm.face.http.openapi import make_document
from vm.face.http.problems import Problem, answer_error, answer_problem
from vm.face.http.service import Service
from vm.face.http.table import ENDPOINTS

_log: Final = logging.getLogger("vm.http")


def make_app(service: Service, limits: Limits | None = None, endpoints: Sequence[Endpoint] = ENDPOINTS) -> App:
    """Return the ASGI app of a service. It can be mounted in another app, under trio."""

    @cache  # made when it is first asked for: most servers are never asked, and all of them start
    def document() -> dict[str, Any]:
        return make_document(endpoints, is_open=service.tokens.is_open)

    async def get_document(request: Request) -> Response:
        return JSONResponse({**document(), "servers": [{"url": request.scope.get("root_path") or "/"}]})

    app = Starlette(
        routes=[*_routes(service, endpoints), _webhook_route(service), Route("/openapi.json", get_document)],
        exception_handlers={
            Problem: _answer_any,
            VMError: _answer_any,
            HTTPException: _answer_any,
        },
    )
    app.router.redirect_slashes = False  # a path is right or it is not: redirections are in no contract
    return LimitGate(app, limits or Limits())


def _routes(service: Service, endpoints: Iterable[Endpoint]) -> Iterator[Route]:
    """Yield a route for each path, so that a method which is not there is answered with those that are."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    for path, found in by_path.items():

        async def choose(request: Request, found: Mapping[str, Endpoint] = found) -> Response:
            method = "GET" if request.method == "HEAD" else request.method
            return await _handle(service, found[method], request)

        yield Route(path, choose, methods=list(found), name=next(iter(found.values())).name)


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
        check_headers(request, endpoint.headers)
        answer = await endpoint.handler(service, request)
    except (Problem, VMError) as error:
        answer = _answer(error)
    except Exception:  # noqa: BLE001 - a bug of ours: whoever called learns its request id, the log all of it
        _log.exception("request %s failed", request_id, extra={"request_id": request_id})
        answer = _answer(
            Problem(500, "internal-error", f"this is a bug of the server; its log has request {request_id}")
        )
    answer.headers["X-Request-Id"] = request_id
    took_s = time.monotonic() - began
    if service.metrics is not None:
        service.metrics.count_request(request.method, endpoint.path, answer.status_code, took_s)
    _log.info(
        "%s %s %d",
        request.method,
        endpoint.path,
        answer.status_code,
        extra={
            "request_id": request_id,
            "run_id": request.path_params.get("run_id"),
            "status": answer.status_code,
            "took_ms": round(took_s * 1000, 1),
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
