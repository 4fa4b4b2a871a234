"""Endpoints that say how the server is: for load balancers, for people, for machines that read the API."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vm.errors import OperatorError
from vm.face.http.problems import Problem
from vm.face.http.service import Service


async def get_health(service: Service, request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"})


async def get_metrics(service: Service, request: Request) -> Response:
    """What this process has counted, in Prometheus's text form."""
    if service.metrics is None:
        raise Problem(404, "not-found", 'there are none without prometheus-client: pip install "workflow-vm[observe]"')
    return Response(service.metrics.render(), media_type="text/plain; version=0.0.4")


async def get_readiness(service: Service, request: Request) -> Response:
    """The world answers, and the server is not shutting down."""
    if service.draining.is_set():
        return JSONResponse({"status": "unavailable", "detail": "shutting down"}, 503)
    try:
        service.vm.world.next_due_ms()
    except OperatorError as error:
        return JSONResponse({"status": "unavailable", "detail": error.slug}, 503)
    return JSONResponse({"status": "ok"})
