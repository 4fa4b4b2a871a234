"""The app below a path of another app."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount

from tests.http.processes import ROOT, free_port
from tests.http.servers import SOURCE
from tools.docs import find_blocks
from vm.client import connect
from vm.face.embed import open_vm
from vm.face.http import Service, Tokens, find_offers, make_app
from vm.face.http.endpoint import Endpoint

PAGE = ROOT / "vm" / "face" / "http" / "README.md"


async def test_everything_is_found_below_the_path(tmp_path: Path) -> None:
    file = tmp_path / "flows.py"
    file.write_text(SOURCE)
    async with open_vm(f"sqlite:{tmp_path / 'world.db'}") as vm:
        service = Service(vm, find_offers([file]), Tokens({}))
        transport = httpx.ASGITransport(Starlette(routes=[Mount("/flows", make_app(service))]))  # type: ignore[arg-type]
        async with connect("http://localhost/flows", transport=transport) as client:
            assert await client.run("hello") == "hello Ada"
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            started = await http.post("/flows/v1/runs", json={"workflow": "hello", "run_id": "r"})
            assert started.headers["location"] == "/flows/v1/runs/r"
            assert (await http.get("/flows/openapi.json")).json()["servers"] == [{"url": "/flows"}]
            assert (await http.get("/v1/runs")).status_code == 404


def test_page_shows_an_app_and_a_client_that_work_together(tmp_path: Path) -> None:
    for block in find_blocks(PAGE.read_text(encoding="utf-8")):
        assert block.file is not None
        (tmp_path / block.file).write_text(block.text, encoding="utf-8")
    (tmp_path / "vm").mkdir()
    (tmp_path / "vm" / "examples").symlink_to(ROOT / "vm" / "examples")
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen([sys.executable, "site.py", str(port)], cwd=tmp_path, env=environment)
    try:
        called = subprocess.run(
            [sys.executable, "call.py", f"http://127.0.0.1:{port}/flows"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        server.kill()
        server.wait()
    assert called.returncode == 0, called.stderr
    assert called.stdout.splitlines() == [
        "0 {'file': 0, 'row': 1, 'of': 2}",
        "1 {'file': 0, 'row': 2, 'of': 2}",
        "2 all 2 rows are in",
        "{'files': 1, 'rows': 2}",
    ]


async def test_bug_of_the_server_is_answered_with_the_requests_id_and_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(service: Service, request: Request) -> Response:
        raise ZeroDivisionError("a bug")

    broken = Endpoint(method="GET", path="/broken", summary="fails", handler=fail, scope=None)
    async with open_vm(f"sqlite:{tmp_path / 'world.db'}") as vm:
        app = make_app(Service(vm, {}, Tokens({})), endpoints=[broken])
        transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            answer = await http.get("/broken")
    assert (answer.status_code, answer.json()["error"]["slug"]) == (500, "internal-error")
    assert answer.headers["x-request-id"] in answer.json()["error"]["message"]
    (record,) = [record for record in caplog.records if record.exc_info is not None]
    assert record.request_id == answer.headers["x-request-id"]
