"""Endpoints for graphs: start one, look at its steps, resume one, follow its events, travel in time."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vm.core.lifecycle import TERMINAL_RUN
from vm.errors import GraphRefused
from vm.face.http import live, models
from vm.face.http.endpoint import read_body, read_query
from vm.face.http.problems import Problem
from vm.face.http.runs import answer_started
from vm.face.http.service import Service
from vm.graph import SchemaMismatch, VMEngine
from vm.graph.looking import is_graph_run, look_at_graph
from vm.graph.results import make_event
from world.records import RunRecord


async def start_graph(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    asked = await read_body(request, models.StartGraph)
    offer = service.find_offer(request.path_params["workflow"])
    if not offer.declared.is_graph:
        raise GraphRefused(f"{offer.declared.name} is no graph", fix="start it by POST /v1/runs")
    engine = VMEngine(service.vm)
    run = engine.create_run(engine.load(offer.path, offer.declared.id), asked.run_id, asked.resource_id)
    try:
        await run.start_async(
            asked.input_data,
            initial_state=asked.initial_state,
            request_context=asked.request_context,
            per_step=asked.per_step,
        )
    except SchemaMismatch as error:
        raise Problem(422, "bad-input", str(error)) from error
    return answer_started(request, service.vm.get(run.run_id))


async def get_graph(service: Service, request: Request) -> Response:
    """Answer with where each step stands. The run is replayed for it."""
    read_query(request, models.Nothing)
    view = look_at_graph(service.vm.world, _find_graph(service, request))
    return JSONResponse({**view.result, "outline": view.outline})


async def resume_step(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    asked = await read_body(request, models.ResumeStep)
    run = VMEngine(service.vm).get_run(_find_graph(service, request).run_id)
    try:
        await run.resume_async(
            asked.step,
            asked.resume_data,
            label=asked.label,
            foreach_index=asked.foreach_index,
            per_step=asked.per_step,
        )
    except SchemaMismatch as error:
        raise Problem(422, "bad-input", str(error)) from error
    return answer_started(request, service.vm.get(run.run_id))


async def travel_in_time(service: Service, request: Request) -> Response:
    read_query(request, models.Nothing)
    asked = await read_body(request, models.TravelInTime)
    run = VMEngine(service.vm).get_run(_find_graph(service, request).run_id)
    new = await run.time_travel_async(
        asked.step, asked.input_data, context=asked.context, run_id=asked.run_id, per_step=asked.per_step
    )
    return answer_started(request, service.vm.get(new.run_id))


async def follow_graph(service: Service, request: Request) -> Response:
    """Send a graph's events as server-sent events, from the one behind `Last-Event-ID` (or `after`) on."""
    query = read_query(request, models.FollowGraph)
    run_id = _find_graph(service, request).run_id
    follower = VMEngine(service.vm).follow(run_id)

    def read(after: int) -> tuple[list[tuple[int, dict[str, Any]]], bool]:
        record = service.vm.world.get_run(run_id)
        follower.feed()
        found = [
            (after + 1 + number, json.loads(json.dumps(make_event(run_id, event), default=str)))
            for number, event in enumerate(follower.events(after + 1))
        ]
        return found, record.status in TERMINAL_RUN and follower.position >= record.head

    start = live._last_seen(request, query.after)
    return live._Live(live._as_events(service, read, start), "text/event-stream")


def _find_graph(service: Service, request: Request) -> RunRecord:
    record = service.vm.world.get_run(request.path_params["run_id"])
    if not is_graph_run(service.vm.world, record.run_id):
        raise GraphRefused(
            f"run {record.run_id} is no run of a graph, or has not begun", fix="ask again, or use the other endpoints"
        )
    return record
