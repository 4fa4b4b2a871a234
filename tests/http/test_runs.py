"""Runs over HTTP: started once, waited for, looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
import trio

from tests.http.servers import open_server
from vm.face.telemetry.metrics import Metrics
from vm.host.clock import wall_ms


async def test_run_is_started_and_its_result_waited_for(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, _):
        started = await client.post("/v1/runs", json={"workflow": "hello", "args": ["Grace"]})
        assert started.status_code == 202
        result = await client.get(f"{started.headers['location']}/result", params={"wait": 20})
        assert (result.status_code, result.json()["output"]) == (200, "hello Grace")


async def test_starting_twice_with_one_key_gives_one_run(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, service):
        for _ in range(2):
            answer = await client.post("/v1/runs", json={"workflow": "hello"}, headers={"Idempotency-Key": "order-7"})
            assert answer.json()["run_id"] == "order-7"
        other = await client.post("/v1/runs", json={"workflow": "hello", "args": ["x"], "run_id": "order-7"})
        assert (other.status_code, other.json()["error"]["slug"]) == (409, "run-exists")
        assert len(service.vm.world.list_runs()) == 1


async def test_failed_run_answers_with_its_error(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, _):
        started = (await client.post("/v1/runs", json={"workflow": "broken"})).json()
        result = (await client.get(f"/v1/runs/{started['run_id']}/result", params={"wait": 20})).json()
        assert (result["status"], result["error"]["type"]) == ("failed", "LookupError")


async def test_poll_of_a_run_that_goes_on_answers_that_it_does(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, _):
        started = (await client.post("/v1/runs", json={"workflow": "hello", "kwargs": {"wait": "1h"}})).json()
        answer = await client.get(f"/v1/runs/{started['run_id']}/result", params={"wait": 0.05})
        assert (answer.status_code, answer.json()["status"]) == (202, "running")


async def test_shutdown_ends_polls(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, service):
        started = (await client.post("/v1/runs", json={"workflow": "hello", "kwargs": {"wait": "1h"}})).json()
        with trio.fail_after(20):
            async with trio.open_nursery() as nursery:

                async def poll() -> None:
                    answer = await client.get(f"/v1/runs/{started['run_id']}/result", params={"wait": 60})
                    assert answer.status_code == 202

                nursery.start_soon(poll)
                await trio.testing.wait_all_tasks_blocked(0.001)
                service.draining.set()


async def test_events_come_page_by_page(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, _):
        started = (await client.post("/v1/runs", json={"workflow": "hello"})).json()
        place = f"/v1/runs/{started['run_id']}"
        await client.get(f"{place}/result", params={"wait": 20})
        first = (await client.get(f"{place}/events", params={"limit": 3})).json()
        assert [event["type"] for event in first["events"]][:2] == ["run_created", "run_started"]
        assert first["is_more"]
        rest = (await client.get(f"{place}/events", params={"after": 3})).json()
        assert not rest["is_more"]
        assert rest["events"][-1]["details"] == {"output": "hello Ada"}


async def test_runs_and_workflows_are_listed(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, _):
        names = [found["name"] for found in (await client.get("/v1/workflows")).json()["workflows"]]
        assert names == ["hello", "broken"]
        for number in range(3):
            await client.post("/v1/runs", json={"workflow": "hello", "run_id": f"r{number}"})
        page = (await client.get("/v1/runs", params={"limit": 2})).json()
        assert ([run["run_id"] for run in page["runs"]], page["is_more"]) == (["r2", "r1"], True)
        last = (await client.get("/v1/runs", params={"after": "r1"})).json()
        assert ([run["run_id"] for run in last["runs"]], last["is_more"]) == (["r0"], False)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "slug"),
    [
        ("GET", "/v1/runs/nobody", None, 404, "run-not-found"),
        ("GET", "/v1/runs/nobody/result", None, 404, "run-not-found"),
        ("GET", "/v1/runs?limit=0", None, 422, "bad-input"),
        ("GET", "/v1/runs?limit=1&limit=2", None, 422, "bad-input"),
        ("GET", "/v1/runs?colour=red", None, 422, "bad-input"),
        ("GET", "/v1/runs?since=soon", None, 422, "bad-input"),
        ("GET", "/nowhere", None, 404, "not-found"),
        ("DELETE", "/v1/runs", None, 405, "method-not-allowed"),
        ("POST", "/v1/runs", b'{"workflow": "nobody"}', 404, "workflow-not-found"),
        ("POST", "/v1/runs", b'{"workflow": 7}', 422, "bad-input"),
        ("POST", "/v1/runs", b"{", 422, "bad-input"),
        ("POST", "/v1/runs", b'{"workflow": "hello", "args": [NaN]}', 422, "bad-input"),
        ("POST", "/v1/runs", b"[" * 100_000, 422, "bad-input"),
        ("POST", "/v1/runs", b'{"workflow": "hello", "args": [1, 2, 3]}', 422, "wrong-arguments"),
        ("POST", "/v1/runs", b'{"workflow": "hello", "run_id": "a b"}', 422, "bad-input"),
    ],
)
async def test_what_cannot_be_done_is_told(
    tmp_path: Path, method: str, path: str, body: bytes | None, status: int, slug: str
) -> None:
    async with open_server(tmp_path) as (client, _):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        answer = await client.request(method, path, content=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]["slug"]) == (status, slug)


async def test_body_of_another_kind_is_refused(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, _):
        answer = await client.post("/v1/runs", content=b"workflow=hello")
        assert answer.status_code == 415


async def test_run_that_nobody_can_drive_is_not_waited_for(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, service):
        world = service.vm.world
        await service.vm.start_with(tmp_path / "flows.py", workflow="hello", run_id="r", delay="1h")
        lease = world.claim_run("r", owner="somebody", now_ms=wall_ms(), expires_ms=wall_ms() + 60_000)
        world.bury_run(lease, reason="its journal does not replay", now_ms=wall_ms())
        answer = await client.get("/v1/runs/r/result", params={"wait": 20})
        assert (answer.status_code, answer.json()["error"]["slug"]) == (409, "run-buried")


async def test_metrics_are_shown_where_there_are_any(tmp_path: Path) -> None:
    async with open_server(tmp_path) as (client, service):
        assert (await client.get("/metrics")).status_code == 404
    async with open_server(tmp_path, metrics=Metrics()) as (client, service):
        await client.get("/v1/runs/nobody")
        await service.vm.start_with(tmp_path / "flows.py", kwargs={"wait": "1h"}, workflow="hello")
        lines = (await client.get("/metrics")).text.splitlines()
        assert 'vm_http_requests_total{method="GET",path="/v1/runs/{run_id}",status="404"} 1.0' in lines
        assert "vm_runs_in_memory 1.0" in lines
