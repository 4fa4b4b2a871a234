"""Requests from outside to the webhooks of runs. Whoever has the address may call it: it cannot be guessed."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any, Final

import trio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vm.core.codec import plain
from vm.core.events import Encoded
from vm.errors import CallerError
from vm.face.http.problems import Problem
from vm.face.http.service import Service

_OURS: Final = frozenset(("content-length", "transfer-encoding", "connection"))
_BODILESS: Final = frozenset((204, 205, 304))
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE: Final = re.compile(r"[\t\x20-\x7e\x80-\xff]*")

PATIENCE_S: Final = 30.0  # for a step that answers by hand


async def call_webhook(service: Service, request: Request) -> Response:
    """Hand a request to the run that opened the webhook, and answer as it says.

    A token of nobody and one of a plain hook are told alike: nothing is there.
    """
    token = request.path_params["token"]
    hook = service.vm.world.find_hook(token)
    if hook is None or hook.kind != "webhook":
        raise Problem(404, "not-found", "nothing is there")
    request_id = secrets.token_hex(16)
    body = await request.body()
    payload = {
        "id": request_id,
        "method": request.method,
        "path": request.url.path,
        "query": dict(request.query_params),
        "headers": {name: value for name, value in request.headers.items() if name != "authorization"},
        "body": body.decode("utf-8", "replace"),
    }
    try:
        await service.vm.resume_hook(token, payload, idempotency_key=request.headers.get("idempotency-key"))
    except CallerError as error:
        raise Problem(404, "not-found", "nothing is there") from error
    respond = None if hook.respond is None else plain(Encoded(hook.respond))
    return await _await_answer(service, request_id) if respond == "manual" else _static(respond)


def _static(respond: Any) -> Response:
    if respond is None:
        return JSONResponse({"accepted": True}, 202)
    return _answer(respond)


async def _await_answer(service: Service, request_id: str) -> Response:
    with trio.move_on_after(PATIENCE_S):
        while not service.draining.is_set():
            found = service.vm.world.find_answer(request_id)
            if found is not None:
                return _answer(json.loads(found))
            await service.pulse.wait(PATIENCE_S)
    raise Problem(504, "no-answer", "the run has the request, and has not answered in time")


def _answer(respond: dict[str, Any]) -> Response:
    """Return what the run answers. Lengths and connections are the server's business: such headers are left out."""
    status, headers, body = respond.get("status", 200), respond.get("headers") or {}, respond.get("body")
    headers = {name: text for name, text in headers.items() if name.lower() not in _OURS}
    if not all(_NAME.fullmatch(str(name)) and _VALUE.fullmatch(str(text)) for name, text in headers.items()):
        raise Problem(502, "bad-answer", "the run has the request, and answered with headers that HTTP does not have")
    if status in _BODILESS:
        return Response(status_code=status, headers=headers)
    if body is None or isinstance(body, str):
        return Response(body or "", status, headers=headers)
    return JSONResponse(body, status, headers=headers)
