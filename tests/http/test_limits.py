"""What a caller may cost, and who may call."""

from __future__ import annotations

import os
import socket
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import httpx
import pytest
import trio

from tests.http.servers import open_server
from vm.errors import BadInput
from vm.face.http.auth import Tokens, load_tokens
from vm.face.http.limits import Limits

HOOKED = """
from vm import create_hook

async def ask():
    "use workflow"
    return await create_hook("there")
"""
WORDY = """
from vm import get_writable

async def talk():
    "use workflow"
    await report()

async def report():
    "use step"
    for _ in range(200):
        await get_writable().write("x" * 100_000)  # more than sockets hold
"""
READER, WRITER = "reader-0123456789", "writer-0123456789"


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    file = tmp_path / "tokens"
    file.write_text(f"# who may what\n{READER} runs:read\n\n{WRITER}  # everything\n")
    file.chmod(0o600)
    return load_tokens(file)


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_token_opens_what_its_scopes_name(tmp_path: Path, tokens: Tokens) -> None:
    async with open_server(tmp_path, tokens=tokens) as (client, _):
        statuses = [
            (await client.get("/v1/runs", headers=headers)).status_code
            for headers in (
                {},
                bearing("nobody-0123456789"),
                {"Authorization": READER},
                bearing(READER),
                bearing(WRITER),
            )
        ]
        assert statuses == [401, 401, 401, 200, 200]
        refused = await client.post("/v1/runs", json={"workflow": "hello"}, headers=bearing(READER))
        assert refused.status_code == 403


async def test_stranger_learns_nothing_of_what_exists(tmp_path: Path, tokens: Tokens) -> None:
    async with open_server(tmp_path, tokens=tokens) as (client, service):
        await service.vm.start_with(tmp_path / "flows.py", workflow="hello", run_id="there")
        answers = [await client.get(f"/v1/runs/{run_id}", headers=bearing("x" * 20)) for run_id in ("there", "nowhere")]
        assert answers[0].content == answers[1].content
        assert [answer.status_code for answer in answers] == [401, 401]


@pytest.mark.parametrize("token", ["x" * 20, READER], ids=["unknown", "too little"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/runs/{}/cancel"),
        ("POST", "/v1/runs/{}/wake"),
        ("POST", "/v1/runs/{}/rerun"),
        ("POST", "/v1/hooks/{}"),
    ],
)
async def test_guess_is_answered_alike_for_what_is_there_and_what_is_not(
    tmp_path: Path, tokens: Tokens, token: str, method: str, path: str
) -> None:
    async with open_server(tmp_path, tokens=tokens, source=HOOKED) as (client, service):
        run = await service.vm.start_with(tmp_path / "flows.py", workflow="ask", run_id="there")
        with trio.fail_after(20):
            while not run.hooks():
                await trio.lowlevel.checkpoint()
        answers = [
            await client.request(method, path.format(name), json={}, headers=bearing(token))
            for name in ("there", "nowhere")
        ]
        assert answers[0].status_code == (403 if token == READER else 401)
        assert answers[0].status_code == answers[1].status_code
        assert answers[0].content == answers[1].content
        assert _names(answers[0]) == _names(answers[1])
        assert service.vm.world.get_run("there").status == "running"


def _names(answer: httpx.Response) -> dict[str, str]:
    """Return an answer's headers but for those that differ between any two."""
    return {name: value for name, value in answer.headers.items() if name not in ("x-request-id", "date")}


async def test_without_tokens_a_foreign_host_name_is_refused(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, _):
        answer = await client.get("/v1/runs", headers={"Host": "evil.example"})
        assert answer.status_code == 403
        assert (await client.get("/v1/runs", headers={"Host": "localhost:80"})).status_code == 200


async def raw(client: httpx.AsyncClient, *parts: bytes) -> bytes:
    """Send bytes as they stand, and return what comes back first."""
    async with await trio.open_tcp_stream("127.0.0.1", client.base_url.port or 0) as stream:
        for part in parts:
            await stream.send_all(part)
        with trio.fail_after(20):
            return bytes(await stream.receive_some())


HEAD = b"POST /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "parts",
    [(b"Content-Length: 1001\r\n\r\n",), (b"Transfer-Encoding: chunked\r\n\r\n", b"3e9\r\n" + b"x" * 1001 + b"\r\n")],
    ids=["announced", "chunked"],
)
async def test_body_that_is_too_large_is_refused(tmp_path: Path, parts: tuple[bytes, ...]) -> None:
    async with open_server(tmp_path, limits=Limits(body_bytes=1000)) as (client, _):
        answer = await raw(client, HEAD, *parts)
        assert answer.startswith(b"HTTP/1.1 413")


async def test_body_that_drips_is_given_up(tmp_path: Path) -> None:
    async with open_server(tmp_path, limits=Limits(body_s=0.1)) as (client, _):
        answer = await raw(client, HEAD, b"Content-Length: 50\r\n\r\n{")
        assert answer.startswith(b"HTTP/1.1 408")


async def test_head_that_drips_is_given_up(tmp_path: Path) -> None:
    async with open_server(tmp_path, limits=Limits(head_s=0.2)) as (client, _):
        async with await trio.open_tcp_stream("127.0.0.1", client.base_url.port or 0) as stream:
            answer: bytes | None = None
            with trio.fail_after(20):
                while answer is None:
                    with suppress(trio.BrokenResourceError):
                        await stream.send_all(b"G")
                    with trio.move_on_after(0.05), suppress(trio.BrokenResourceError):
                        answer = bytes(await stream.receive_some())
            assert answer == b""


@pytest.mark.parametrize(
    "text",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(60) + b"\r\n\r\n",
        b"GET /v1/runs\r\n\r\n",
        b"GET /v1/runs HTTP/1.1\r\nHost localhost\r\n\r\n",
        b"GET /v1/runs HTTP/1.1\r\n\r\n",
        b"POST /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    ],
    ids=["tls", "no version", "no colon", "no host", "negative length", "two lengths", "long head"],
)
async def test_what_is_no_http_is_refused(tmp_path: Path, text: bytes) -> None:
    async with open_server(tmp_path) as (client, _):
        answer = await raw(client, text)
        assert answer.split(b" ")[1] in (b"400", b"431")
        assert (await client.get("/healthz")).status_code == 200


async def test_more_requests_than_are_served_at_once_are_told_so(tmp_path: Path) -> None:
    async with open_server(tmp_path, limits=Limits(requests=1)) as (client, service):
        await service.vm.start_with(tmp_path / "flows.py", kwargs={"wait": "1h"}, workflow="hello", run_id="long")
        async with trio.open_nursery() as nursery:
            nursery.start_soon(lambda: client.get("/v1/runs/long/result", params={"wait": 60}))
            await trio.testing.wait_all_tasks_blocked(0.001)
            assert (await client.get("/healthz")).status_code == 503
            service.draining.set()


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system does not cut off who reads nothing")
async def test_reader_that_reads_nothing_does_not_hold_up_the_servers_end(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:  # the reader is there for longer than the server
        with trio.fail_after(100):
            async with open_server(tmp_path, source=WORDY, limits=Limits(stall_s=0.5)) as (client, _):
                await client.post("/v1/runs", json={"workflow": "talk", "run_id": "r"})
                assert (await client.get("/v1/runs/r/result", params={"wait": 60})).status_code == 200
                stream = await stack.enter_async_context(
                    await trio.open_tcp_stream("127.0.0.1", client.base_url.port or 0)
                )
                await stream.send_all(b"GET /v1/runs/r/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert (await stream.receive_some(12)).startswith(b"HTTP/1.1 200")


async def test_readiness_fails_while_the_server_shuts_down(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, service):
        assert (await client.get("/readyz")).json() == {"status": "ok"}
        assert service.vm.world.location.startswith("sqlite:")


@pytest.mark.parametrize(
    ("text", "mode", "told"),
    [
        ("short", 0o600, "characters or more"),
        (f"{READER} runs:everything", 0o600, "no scope runs:everything"),
        ("# nothing\n", 0o600, "holds no token"),
        (READER, 0o644, "others can read"),
    ],
)
def test_token_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str, mode: int, told: str) -> None:
    file = tmp_path / "tokens"
    file.write_text(text)
    os.chmod(file, mode)
    with pytest.raises(BadInput, match=told):
        load_tokens(file)
