"""Endpoints that say something to a run: payloads for hooks, cancellations, wake-up calls."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vm.face.http import models
from vm.face.http.endpoint import read_body, read_query
from vm.face.http.runs import answer_started
from vm.face.http.service import Service


async def resume_hook(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    asked = await read_body(request, models.ResumeHook)
    token, key = request.path_params["token"], request.headers.get("idempotency-key")
    found = await service.vm.resume_hook(token, asked.payload, idempotency_key=key)
    return JSONResponse({"run_id": found.run_id, "is_new": found.is_new}, 202)


async def cancel_run(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    asked = await read_body(request, models.CancelRun)
    run_id = request.path_params["run_id"]
    is_sent = await service.vm.cancel(run_id, reason=asked.reason, grace=asked.grace)
    return _said(service, run_id, is_sent=is_sent)


async def terminate_run(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    asked = await read_body(request, models.TerminateRun)
    run_id = request.path_params["run_id"]
    return _said(service, run_id, is_sent=await service.vm.terminate(run_id, reason=asked.reason))


async def wake_run(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    run_id = request.path_params["run_id"]
    return _said(service, run_id, is_sent=await service.vm.wake(run_id))


async def upgrade_run(service: Service, request: Request) -> Response:
    """Move a run to the code that this server has of its workflow. Code does not come over the network."""
    read_query(request, models.Nothing)
    await read_body(request, models.Empty)
    record = service.vm.world.get_run(request.path_params["run_id"])
    is_moved = await service.vm.upgrade(record.run_id, service.find_offer(record.workflow).path)
    status = service.vm.world.get_run(record.run_id).status
    return JSONResponse({"run_id": record.run_id, "status": str(status), "moved": is_moved})


async def rerun_run(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    asked = await read_body(request, models.Rerun)
    run = await service.vm.rerun(request.path_params["run_id"], new_id=asked.run_id)
    return answer_started(request, run)


def _said(service: Service, run_id: str, *, is_sent: bool) -> Response:
    status = service.vm.world.get_run(run_id).status
    return JSONResponse({"run_id": run_id, "status": str(status), "sent": is_sent}, 202)
