"""Endpoints that go on sending: a run's events and streams, as they come."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any, Final

import trio
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from vm.core.lifecycle import TERMINAL_RUN
from vm.face.documents import chunk_document, event_document
from vm.face.http import models
from vm.face.http.endpoint import read_query
from vm.face.http.service import Service

PING_S: Final = 15.0  # without news, so that proxies keep the connection
PAGE: Final = 200
END: Final = -1

Document = dict[str, Any]
Read = Callable[[int], tuple[list[tuple[int, Document]], bool]]
"""Returns what there is from a position on, with positions, and whether no more can follow."""


class _Live(StreamingResponse):
    """Sends what comes, and ends the reading also when the client has gone."""

    def __init__(self, content: AsyncGenerator[bytes, None], media_type: str) -> None:
        super().__init__(content, media_type=media_type)
        self._content = content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with aclosing(self._content):
            await super().__call__(scope, receive, send)


async def follow_events(service: Service, request: Request) -> Response:
    """Send a run's events as server-sent events, from the one behind `Last-Event-ID` (or `after`) on."""
    query = read_query(request, models.FollowEvents)
    run_id = request.path_params["run_id"]
    service.vm.get(run_id)

    def read(after: int) -> tuple[list[tuple[int, Document]], bool]:
        record = service.vm.world.get_run(run_id)
        rows = list(service.vm.world.read_journal(run_id, after=after, limit=PAGE))
        found = [(row.position, event_document(run_id, row, is_raw=False)) for row in rows]
        return found, record.status in TERMINAL_RUN and after + len(rows) >= record.head

    start = _last_seen(request, query.after)
    return _Live(_as_events(service, read, start), "text/event-stream")


async def read_stream(service: Service, request: Request) -> Response:
    """Send a stream's chunks, live: as server-sent events where they are asked for, else a line of JSON each."""
    query = read_query(request, models.ReadStream)
    run_id, namespace = request.path_params["run_id"], query.namespace or ""
    service.vm.get(run_id)
    world = service.vm.world
    start = query.startIndex
    if start < 0:  # resolved once: the end moves
        known = world.find_stream(run_id, namespace)
        start = max((0 if known is None else known.length) + start, 0)

    def read(after: int) -> tuple[list[tuple[int, Document]], bool]:
        is_over = world.get_run(run_id).status in TERMINAL_RUN
        known = world.find_stream(run_id, namespace)
        chunks = world.read_chunks(run_id, namespace, start=after + 1, limit=PAGE)
        is_closed = is_over or (known is not None and known.is_closed)
        length = 0 if known is None else known.length
        found = [(chunk.index, chunk_document(chunk)) for chunk in chunks]
        return found, is_closed and after + 1 + len(chunks) >= length

    if "text/event-stream" in request.headers.get("accept", ""):
        after = _last_seen(request, start - 1)
        return _Live(_as_events(service, read, after), "text/event-stream")
    return _Live(_as_lines(service, read, start - 1), "application/x-ndjson")


def _last_seen(request: Request, given: int) -> int:
    text = request.headers.get("last-event-id")
    return given if text is None else int(text)


async def _follow(service: Service, read: Read, after: int) -> AsyncGenerator[tuple[int, Document] | None, None]:
    """Yield what comes, and None where nothing has come for a while. A slow reader is read for no faster.

    The end (-1) is yielded where there is one: a server that shuts down just stops.
    """
    quiet_since = trio.current_time()
    while not service.draining.is_set():
        found, is_over = read(after)
        for position, document in found:
            yield position, document
            after, quiet_since = position, trio.current_time()
        if is_over:
            yield END, {}
            return
        if not found:
            if trio.current_time() - quiet_since > PING_S:
                yield None
                quiet_since = trio.current_time()
            await service.pulse.wait(PING_S)


async def _as_events(service: Service, read: Read, after: int) -> AsyncGenerator[bytes, None]:
    async with aclosing(_follow(service, read, after)) as items:
        async for item in items:
            if item is None:
                yield b": nothing new\n\n"
            elif item[0] == END:
                yield b"event: end\ndata: {}\n\n"
            else:
                position, document = item
                yield f"id: {position}\ndata: {json.dumps(document)}\n\n".encode()


async def _as_lines(service: Service, read: Read, after: int) -> AsyncGenerator[bytes, None]:
    async with aclosing(_follow(service, read, after)) as items:
        async for item in items:
            if item is not None and item[0] != END:
                yield json.dumps(item[1]).encode() + b"\n"
