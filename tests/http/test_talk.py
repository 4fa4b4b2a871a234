"""Talking to runs over HTTP: hooks, webhooks, streams, cancellation, events as they come."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import trio

from tests.http.servers import open_server
from vm.face.http.service import Service

SOURCE = """
from vm import RunCancelled, create_hook, create_webhook, define_hook, get_writable, respond, sleep

Count = define_hook(int)

async def ask(token="t"):
    "use workflow"
    return await Count.create(token)

async def plain(token="secret-token"):
    "use workflow"
    return await create_hook(token)

async def call(how=None):
    "use workflow"
    request = await create_webhook(respond_with=how)
    if how == "manual":
        await answer(request)
    return [request["method"], request["query"], request["body"]]

async def answer(request):
    "use step"
    await respond(request, status=201, headers={"X-Seen": "yes"}, body={"got": request["body"]})

async def nap():
    "use workflow"
    await sleep("30d")
    return "awake"

async def write(count=3, pause="0s"):
    "use workflow"
    await report(0, count)
    await sleep(pause)
    await report(count, 2 * count)

async def report(first, last):
    "use step"
    for number in range(first, last):
        await get_writable().write({"n": number})
"""


async def start(client: httpx.AsyncClient, workflow: str, run_id: str = "r", **kwargs: Any) -> str:
    answer = await client.post("/v1/runs", json={"workflow": workflow, "run_id": run_id, "kwargs": kwargs})
    assert answer.status_code == 202, answer.text
    return run_id


async def hook_of(service: Service, run_id: str = "r") -> Any:
    with trio.fail_after(20):
        while not (hooks := service.vm.world.list_hooks(run_id)):
            await trio.lowlevel.checkpoint()
    return hooks[0]


async def result_of(client: httpx.AsyncClient, run_id: str = "r") -> Any:
    return (await client.get(f"/v1/runs/{run_id}/result", params={"wait": 20})).json()


async def test_hook_is_resumed_once_for_each_key(tmp_path: Path) -> None:
    async with open_server(tmp_path, source=SOURCE) as (client, service):
        await start(client, "ask")
        await hook_of(service)
        refused = await client.post("/v1/hooks/t", json={"payload": "much"})
        assert (refused.status_code, refused.json()["error"]["slug"]) == (422, "hook-payload-refused")
        first = await client.post("/v1/hooks/t", json={"payload": 7}, headers={"Idempotency-Key": "k"})
        assert (first.status_code, first.json()) == (202, {"run_id": "r", "is_new": True})
        assert (await result_of(client))["output"] == 7
        assert (await client.post("/v1/hooks/t", json={"payload": 7})).status_code == 404


@pytest.mark.parametrize(
    ("how", "status", "body"),
    [
        (None, 202, {"accepted": True}),
        ({"status": 200, "body": {"a": 1}}, 200, {"a": 1}),
        ("manual", 201, {"got": "hi"}),
        ({"status": 200, "headers": {"Content-Length": "7", "X": "y"}, "body": {"a": 1}}, 200, {"a": 1}),
    ],
)
async def test_webhook_is_answered_as_the_run_says(tmp_path: Path, how: Any, status: int, body: Any) -> None:
    async with open_server(tmp_path, source=SOURCE) as (client, service):
        await start(client, "call", how=how)
        hook = await hook_of(service)
        answer = await client.put(f"/webhook/{hook.token}", content=b"hi", params={"x": "1"})
        assert (answer.status_code, answer.json()) == (status, body)
        assert (await result_of(client))["output"] == ["PUT", {"x": "1"}, "hi"]


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"headers": {"X": "a\r\nSet-Cookie: b"}}, 502),
        ({"headers": {"X y": "a"}}, 502),
        ({"status": 204, "body": "x"}, 204),
    ],
)
async def test_answer_that_http_cannot_carry_harms_nobody(tmp_path: Path, how: Any, status: int) -> None:
    async with open_server(tmp_path, source=SOURCE) as (client, service):
        await start(client, "call", how=how)
        hook = await hook_of(service)
        answer = await client.post(f"/webhook/{hook.token}")
        assert (answer.status_code, answer.headers.get("set-cookie")) == (status, None)
        assert (await result_of(client))["status"] == "completed"


async def test_webhook_address_of_a_plain_hook_and_of_nobody_are_alike(tmp_path: Path) -> None:
    async with open_server(tmp_path, source=SOURCE) as (client, service):
        await start(client, "plain")
        await hook_of(service)
        answers = [await client.post(f"/webhook/{token}") for token in ("secret-token", "nobodys-token")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content


async def test_cancel_wake_terminate_and_rerun(tmp_path: Path) -> None:
    async with open_server(tmp_path, source=SOURCE) as (client, _):
        for run_id, verb in (("a", "cancel"), ("b", "terminate"), ("c", "wake")):
            await start(client, "nap", run_id)
            said = await client.post(f"/v1/runs/{run_id}/{verb}", json={"reason": "x"} if verb != "wake" else None)
            assert (said.status_code, said.json()["sent"]) == (202, True)
        found = [(await result_of(client, run_id))["status"] for run_id in "ab"]
        assert found == ["cancelled", "cancelled"]
        again = await client.post("/v1/runs/a/cancel", json={})
        assert again.json() == {"run_id": "a", "status": "cancelled", "sent": False}
        rerun = await client.post("/v1/runs/a/rerun", json={"run_id": "a2"})
        assert (rerun.status_code, rerun.headers["location"]) == (202, "/v1/runs/a2")
        assert (await client.post("/v1/runs/nobody/cancel", json={})).status_code == 404


async def test_run_is_moved_to_the_code_that_the_server_has_now(tmp_path: Path) -> None:
    async with open_server(tmp_path, source=SOURCE) as (client, service):
        await start(client, "nap", "a")
        await start(client, "plain", "b", token="b")
        await client.get("/v1/runs/a/result", params={"wait": 0.1})
        await hook_of(service, "b")
        file = tmp_path / "flows.py"
        file.write_text(
            SOURCE.replace('"awake"', '"wide awake"').replace("return await create_hook(token)", "return 1")
        )
        moved = await client.post("/v1/runs/a/upgrade")
        assert (moved.status_code, moved.json()) == (200, {"run_id": "a", "status": "running", "moved": True})
        await client.post("/v1/runs/a/wake")
        assert (await result_of(client, "a"))["output"] == "wide awake"
        refused = await client.post("/v1/runs/b/upgrade")
        assert (refused.status_code, refused.json()["error"]["slug"]) == (409, "replay-diverged")
        assert (await client.post("/v1/runs/a/upgrade")).json()["moved"] is False


async def test_stream_is_read_as_lines_to_its_end_and_from_anywhere(tmp_path: Path) -> None:
    async with open_server(tmp_path, source=SOURCE) as (client, _):
        await start(client, "write")
        await result_of(client)
        lines = (await client.get("/v1/runs/r/stream")).text.splitlines()
        assert [json.loads(line)["index"] for line in lines] == list(range(6))
        last = (await client.get("/v1/runs/r/stream", params={"startIndex": -2})).text.splitlines()
        assert [json.loads(line)["value"] for line in last] == [{"n": 4}, {"n": 5}]


async def cut_off_after(client: httpx.AsyncClient, chunks: int) -> list[int]:
    """Read so many chunks of a run's stream, and drop the connection."""
    async with await trio.open_tcp_stream("127.0.0.1", client.base_url.port or 0) as stream:
        await stream.send_all(b"GET /v1/runs/r/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
        got = b""
        while got.count(b"id: ") < chunks or not got.endswith(b"\n\n\r\n"):
            got += await stream.receive_some()
    return [int(line[4:]) for line in got.decode().splitlines() if line.startswith("id: ")][:chunks]


async def test_reader_that_was_cut_off_goes_on_behind_the_last_chunk_it_saw(tmp_path: Path) -> None:
    async with open_server(tmp_path, source=SOURCE) as (client, _):
        await start(client, "write", pause="300ms")
        seen = await cut_off_after(client, 2)
        headers = {"Accept": "text/event-stream", "Last-Event-ID": str(seen[-1])}
        rest = (await client.get("/v1/runs/r/stream", headers=headers)).text
        seen += [int(line[4:]) for line in rest.splitlines() if line.startswith("id: ")]
        assert seen == list(range(6))
        assert rest.endswith("event: end\ndata: {}\n\n")


async def test_events_are_followed_to_the_runs_end(tmp_path: Path) -> None:
    async with open_server(tmp_path, source=SOURCE) as (client, _):
        await start(client, "write")
        text = (await client.get("/v1/runs/r/events/live", headers={"Last-Event-ID": "1"})).text
        kinds = [json.loads(line[6:]).get("type") for line in text.splitlines() if line.startswith("data: ")]
        assert (kinds[0], kinds[-2], kinds[-1]) == ("run_started", "run_completed", None)
        assert (await client.get("/v1/runs/r/events/live", headers={"Last-Event-ID": "x"})).status_code == 422


async def test_server_that_shuts_down_does_not_say_that_a_stream_has_ended(tmp_path: Path) -> None:
    async with open_server(tmp_path, source=SOURCE) as (client, service):
        await start(client, "write", pause="1h")
        got = ""
        async with client.stream("GET", "/v1/runs/r/stream", headers={"Accept": "text/event-stream"}) as answer:
            async for text in answer.aiter_text():
                got += text
                if got.count("id: ") == 3:
                    service.draining.set()
        assert "event: end" not in got
