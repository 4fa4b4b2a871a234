"""Endpoints for runs: start them, look at them, wait for them."""

from __future__ import annotations

from typing import Any

import trio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vm.core.events import decode_event
from vm.core.journal import verify_chain
from vm.core.lifecycle import TERMINAL_RUN, RunStatus
from vm.errors import JournalCorrupt, MalformedValue, VMError
from vm.face.documents import event_document, hook_document, run_document, run_row
from vm.face.handle import Run
from vm.face.http import models
from vm.face.http.endpoint import read_body, read_query
from vm.face.http.problems import Problem
from vm.face.http.service import Service
from vm.face.times import read_since_ms
from vm.host.clock import wall_ms
from vm.inspect.fold import RunView
from world.interface import World
from world.records import RunRecord

_SHOWN = ("run_id", "workflow", "status", "events", "journal_hash", "created", "updated", "ended")


async def list_workflows(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    found = [
        {
            "id": offer.declared.id,
            "name": offer.declared.name,
            "file": offer.declared.file,
            "parameters": [
                {"name": name, "kind": parameter.kind.description, "is_required": parameter.default is parameter.empty}
                for name, parameter in offer.declared.signature.parameters.items()
            ],
        }
        for offer in service.offers.values()
    ]
    return JSONResponse({"workflows": found})


async def start_run(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    asked = await read_body(request, models.StartRun)
    offer = service.find_offer(asked.workflow)
    run = await service.vm.start_with(
        offer.path,
        asked.args,
        asked.kwargs,
        workflow=offer.declared.id,
        run_id=_choose_id(asked.run_id, request),
        seed=asked.seed,
    )
    return answer_started(request, run)


def answer_started(request: Request, run: Run) -> Response:
    """Return the answer for a run that was stored. Its place is below the path that the app is mounted at."""
    place = f"{request.scope.get('root_path', '')}/v1/runs/{run.run_id}"
    return JSONResponse({"run_id": run.run_id, "status": str(run.status())}, 202, headers={"Location": place})


def _choose_id(run_id: str | None, request: Request) -> str | None:
    """Return the id of the run to start: a key that makes starting idempotent is one as well as any."""
    key = request.headers.get("idempotency-key")
    if key is None or run_id == key:
        return run_id
    if run_id is not None:
        raise Problem(422, "bad-input", "give run_id or Idempotency-Key, not two that differ")
    return key


async def list_runs(service: Service, request: Request) -> Response:
    query = read_query(request, models.ListRuns)
    found = service.vm.world.list_runs(
        status=None if query.status is None else RunStatus(query.status),
        workflow=query.workflow,
        since_ms=None if query.since is None else read_since_ms(query.since, wall_ms()),
        limit=query.limit + 1,
        after=query.after,
    )
    rows = [_shown(run) for run in found[: query.limit]]
    return JSONResponse({"runs": rows, "is_more": len(found) > query.limit})


async def get_run(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    return JSONResponse(_shown(service.vm.world.get_run(request.path_params["run_id"])))


def _shown(record: RunRecord) -> dict[str, Any]:
    row = run_row(record)
    return {name: row[name] for name in _SHOWN}


async def await_result(service: Service, request: Request) -> Response:
    """Answer with how the run ended, or after `wait` seconds with where it stands."""
    query = read_query(request, models.AwaitResult)
    run_id = request.path_params["run_id"]
    run = service.vm.get(run_id)
    if query.wait and run.status() not in TERMINAL_RUN:
        await _await_end(service, run, query.wait)
    record = service.vm.world.get_run(run_id)
    is_over = record.status in TERMINAL_RUN
    view = fold_run(service.vm.world, record)
    return JSONResponse({**run_document(record, view), "next": view.next}, 200 if is_over else 202)


async def _await_end(service: Service, run: Run, seconds: float) -> None:
    """Wait until a run has ended, the time is up or the server drains. Raises as `Run.wait`."""
    problem: VMError | None = None

    async def wait(scope: trio.CancelScope) -> None:
        nonlocal problem
        try:
            await run.wait()
        except VMError as error:
            problem = error
        scope.cancel()

    with trio.move_on_after(seconds):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(wait, nursery.cancel_scope)
            await service.draining.wait()
            nursery.cancel_scope.cancel()
    if problem is not None:
        raise problem


def fold_run(world: World, record: RunRecord) -> RunView:
    """Return the view of a run's journal, its chain checked.

    Raises:
        JournalCorrupt: The journal is damaged.
    """
    view = RunView()
    notes: dict[int, str | None] = {}

    def rows() -> Any:
        for row in world.read_journal(record.run_id):
            notes[row.position] = row.notes
            yield row.position, row.body, row.hash

    for position, body in verify_chain(record.run_id, rows()):
        try:
            view.take(decode_event(body), notes.pop(position))
        except MalformedValue as error:
            raise JournalCorrupt(record.run_id, position, error.what) from error
    return view


async def list_hooks(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    record = service.vm.world.get_run(request.path_params["run_id"])
    return JSONResponse({"hooks": [hook_document(hook) for hook in service.vm.world.list_hooks(record.run_id)]})


async def read_events(service: Service, request: Request) -> Response:
    query = read_query(request, models.ReadEvents)
    record = service.vm.world.get_run(request.path_params["run_id"])
    rows = service.vm.world.read_journal(record.run_id, after=query.after, limit=query.limit)
    documents = [event_document(record.run_id, row, is_raw=False) for row in rows]
    is_more = query.after + len(documents) < record.head
    return JSONResponse({"run_id": record.run_id, "events": documents, "is_more": is_more})
