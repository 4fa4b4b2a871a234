"""What a caller may cost: bytes and seconds of a request's body, requests at once. Outermost, so plain ASGI."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final

import trio

from vm.face.http.problems import Problem

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


_CLOSE: Final = {"Connection": "close"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`body_bytes`: of one request. `body_s`: until its body is there. `requests`: open at once, polls included.

    The server sees to the others, not the app. `head_s`: until a request's head is whole, also on a connection that is
    kept. `stall_s`: for how long a caller may take nothing of an answer (only where the system can do that: Linux).
    """

    body_bytes: int = 1024 * 1024
    body_s: float = 10.0
    head_s: float = 10.0
    stall_s: float = 20.0
    requests: int = 2000


class LimitGate:
    """Refuses what costs too much: 413 too large, 408 too slow, 503 too many.

    What is noticed while the body is read is raised there, as a `Problem`, for the endpoint's own answer.
    """

    def __init__(self, app: App, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif self._open >= self._limits.requests:
            await _refuse(send, Problem(503, "too-many-requests", "too many requests are open; try again in a moment"))
        elif _length_of(scope) > self._limits.body_bytes:
            await _refuse(send, _too_large(self._limits))
        else:
            self._open += 1
            try:
                await self._app(scope, _bounded(receive, self._limits), send)
            finally:
                self._open -= 1


def _too_large(limits: Limits) -> Problem:
    return Problem(413, "body-too-large", f"a request's body may have {limits.body_bytes} bytes", headers=_CLOSE)


def _too_slow(limits: Limits) -> Problem:
    return Problem(408, "body-too-slow", f"the body has to be there in {limits.body_s:g} s", headers=_CLOSE)


def _length_of(scope: Scope) -> int:
    """Return how long the body says that it is; 0 when it does not."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(lengths[0]) if lengths and lengths[0].isdigit() else 0


def _bounded(receive: Receive, limits: Limits) -> Receive:
    """Return `receive`, counting the body's bytes and seconds. Waiting for the caller to go away is not limited."""
    left, is_whole = limits.body_bytes, False
    deadline: Final = trio.current_time() + limits.body_s

    async def bounded() -> Message:
        nonlocal left, is_whole
        if is_whole:
            return await receive()
        with trio.move_on_at(deadline) as scope:
            message = await receive()
        if scope.cancelled_caught:
            raise _too_slow(limits)
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            if left < 0:
                raise _too_large(limits)
        return message

    return bounded


async def _refuse(send: Send, problem: Problem) -> None:
    body = json.dumps({"error": {"slug": problem.slug, "message": problem.message}}).encode()
    length = str(len(body)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
