"""The API does what its OpenAPI document says, whatever it is sent."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import trio

from tests.http.servers import open_server
from vm.face.http.auth import load_tokens

TOKEN = "contract-0123456789"

SOURCE = """
from vm import define_hook, get_writable, race, set_attributes, sleep
from vm.graph import create_workflow, graph_step

@graph_step(id="shout")
async def shout(ctx):
    return f"{ctx.input_data}!"

loud = create_workflow(id="loud").then(shout).commit()

Count = define_hook(int)

async def hello(name: str = "Ada"):
    "use workflow"
    set_attributes(name=name)
    return await greet(name)

async def echo(*args, **kwargs):
    "use workflow"
    return [args, kwargs]

async def broken():
    "use workflow"
    raise LookupError("no such order")

async def ask():
    "use workflow"
    with Count.create() as hook:
        return await race(hook, sleep("200ms"))  # short: whoever follows a run waits for its end

async def greet(name):
    "use step"
    await get_writable().write({"name": name})
    return f"hello {name}"
"""

CONFIG = """
[checks]
# Arguments that do not fit the workflow are refused with 422: the document cannot know its parameters.
positive_data_acceptance.expected-statuses = [200, 202, 404, 409, 422]
"""


async def test_no_answer_is_against_the_document(tmp_path: Path) -> None:
    """Schemathesis makes up requests, good and bad ones, and compares each answer with the document."""
    file = tmp_path / "tokens"
    file.write_text(TOKEN)
    file.chmod(0o600)
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG)
    async with open_server(tmp_path, tokens=load_tokens(file), source=SOURCE) as (client, _):
        for workflow in ("hello", "echo", "broken", "ask"):
            body = {"workflow": workflow, "run_id": f"a-{workflow}"}
            (await client.post("/v1/runs", json=body, headers={"Authorization": f"Bearer {TOKEN}"})).raise_for_status()
        body = {"run_id": "a-loud", "input_data": "hey"}
        (
            await client.post("/v1/graphs/loud/runs", json=body, headers={"Authorization": f"Bearer {TOKEN}"})
        ).raise_for_status()
        command = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
        command += ["--config-file", str(config), "run", f"{client.base_url}/openapi.json"]
        command += ["--header", f"Authorization: Bearer {TOKEN}", "--max-examples", "10", "--seed", "1"]
        command += ["--request-timeout", "20", "--generation-database", "none", "--continue-on-failure"]
        command += ["--suppress-health-check", "all", "--warnings", "off", "--no-color"]
        with trio.fail_after(240):
            found = await trio.run_process(
                command, check=False, capture_stdout=True, stderr=subprocess.STDOUT, cwd=tmp_path
            )
    assert found.returncode == 0, found.stdout.decode()
