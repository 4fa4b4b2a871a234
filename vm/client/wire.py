"""Requests to one server: tried again while that is safe, and its live answers read on where they broke off."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any, Final

import anyio
import httpx

from vm.client.refusals import check
from vm.errors import ServerUnreachable

FIRST_PAUSE_S: Final = 0.1
LONGEST_PAUSE_S: Final = 2.0
ANSWER_S: Final = 30.0  # until an answer begins, beside what the server was told to wait
NEWS_S: Final = 45.0  # of silence in a live answer: three of the server's pings


class Patience:
    """How long a server that does not answer is tried. It begins anew whenever it does answer."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.reset()

    def reset(self) -> None:
        self._pause_s = FIRST_PAUSE_S
        self._deadline = anyio.current_time() + self._seconds

    async def pause(self, url: httpx.URL, error: httpx.TransportError | None) -> None:
        """Wait a moment before the next try.

        Raises:
            ServerUnreachable: It has been long enough.
        """
        if anyio.current_time() + self._pause_s > self._deadline:
            raise ServerUnreachable(str(url), str(error) if error else "it is busy or shuts down") from error
        await anyio.sleep(self._pause_s)
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)


class Wire:
    """Speaks to one server. `patience_s` is how long one that is away, starting or busy is tried."""

    def __init__(self, http: httpx.AsyncClient, patience_s: float) -> None:
        self._http = http
        self._patience_s = patience_s

    async def get(self, path: str, *, wait_s: float = 0.0, **query: Any) -> httpx.Response:
        """Return the answer to a question. `wait_s` is how long the server was told to wait for it."""
        return await self._send("GET", path, is_repeatable=True, wait_s=wait_s, params=_given(query))

    async def post(
        self, path: str, body: Mapping[str, Any], *, key: str | None = None, is_repeatable: bool = True
    ) -> Any:
        """Send something and return what is answered. `is_repeatable`: sent twice, it is as if it were sent once."""
        headers = {} if key is None else {"Idempotency-Key": key}
        answer = await self._send("POST", path, is_repeatable=is_repeatable, json=_given(body), headers=headers)
        return answer.json()

    async def _send(
        self, method: str, path: str, *, is_repeatable: bool, wait_s: float = 0.0, **parts: Any
    ) -> httpx.Response:
        patience = Patience(self._patience_s)
        while True:
            failure: httpx.TransportError | None = None
            try:
                answer = await self._http.request(method, path, timeout=ANSWER_S + wait_s, **parts)
            except httpx.TransportError as error:
                if not is_repeatable and not isinstance(error, httpx.ConnectError):
                    raise ServerUnreachable(str(self._http.base_url), f"it did not answer: {error}") from error
                failure = error
            else:
                if answer.status_code != 503:
                    check(answer)
                    return answer
            await patience.pause(self._http.base_url, failure)

    async def follow(self, path: str, after: int, **query: Any) -> AsyncGenerator[dict[str, Any], None]:
        """Yield the documents of a live answer behind position `after`, to its end.

        One that breaks off is asked for again from where it was: none is missed, none comes twice.

        Raises:
            ServerUnreachable: The server has been away for too long.
        """
        patience = Patience(self._patience_s)
        while True:
            failure: httpx.TransportError | None = None
            headers = {"Accept": "text/event-stream"}
            if after >= 0:
                headers["Last-Event-ID"] = str(after)
            timeout = httpx.Timeout(ANSWER_S, read=NEWS_S)
            try:
                async with self._http.stream(
                    "GET", path, params=_given(query), headers=headers, timeout=timeout
                ) as answer:
                    if answer.status_code != 503:
                        if not answer.is_success:
                            await answer.aread()
                            check(answer)
                        async with aclosing(_events(answer)) as events:
                            async for position, document in events:
                                if position is None:
                                    return
                                yield document
                                after = position
                                patience.reset()
            except httpx.TransportError as error:
                failure = error
            await patience.pause(self._http.base_url, failure)


async def _events(answer: httpx.Response) -> AsyncGenerator[tuple[int | None, dict[str, Any]], None]:
    """Yield the server-sent events of an answer: position and document; no position: that was the end."""
    fields: dict[str, str] = {}
    lines = answer.aiter_lines()
    try:
        async for line in lines:
            if line and not line.startswith(":"):
                name, _, value = line.partition(": ")
                fields[name] = value
            elif not line and fields:
                position = None if fields.get("event") == "end" else int(fields["id"])
                yield position, json.loads(fields["data"])
                fields = {}
    finally:
        await _unwind(lines)


async def _unwind(lines: AsyncIterator[str]) -> None:
    """End the generators that httpx has nested in one another: closing the outermost would leave the others."""
    with anyio.CancelScope() as scope:
        scope.cancel()
        async for _ in lines:
            pass


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
