"""The client, against a server in a process of its own."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from tests.http.processes import ServedProcess, free_port
from vm.client import Run, connect
from vm.core.lifecycle import RunStatus
from vm.errors import (
    BadInput,
    HookNotFound,
    HookPayloadRefused,
    RunExists,
    RunFailed,
    RunNotFound,
    RunWasCancelled,
    ServerRefused,
    ServerUnreachable,
    WorkflowNotFound,
    WrongArguments,
)

SOURCE = """
import time
from vm import continue_as_new, create_hook, define_hook, get_writable, get_workflow_metadata, sleep

Count = define_hook(int)

async def hello(name: str = "Ada"):
    "use workflow"
    return await greet(name)

async def broken():
    "use workflow"
    try:
        {}["order"]
    except KeyError as error:
        raise LookupError("no such order") from error

async def ask():
    "use workflow"
    return await Count.create(get_workflow_metadata().run_id + ".ask")

async def nap():
    "use workflow"
    await sleep("30d")
    return "awake"

async def days(day: int = 1):
    "use workflow"
    if day < 3:
        continue_as_new(day + 1)
    return day

async def write(first: int = 3, then: int = 3):
    "use workflow"
    await report(0, first)
    await create_hook(get_workflow_metadata().run_id + ".more")
    await report(first, first + then)

async def greet(name):
    "use step"
    return f"hello {name}"

async def report(first, last):
    "use step"
    for number in range(first, last):
        await get_writable().write(b"bytes" if number == 0 else {"n": number})
"""
TOKEN = "client-0123456789"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    folder = tmp_path_factory.mktemp("client")
    (folder / "flows.py").write_text(SOURCE)
    tokens = folder / "tokens"
    tokens.write_text(f"{TOKEN}\nreader-0123456789 runs:read\n")
    tokens.chmod(0o600)
    with ServedProcess(folder / "flows.py", folder / "world.db", "--token-file", str(tokens)) as served:
        yield served


async def started(run: Run) -> Run:
    """Return a run once its journal shows what it waits for."""
    async with aclosing(run.follow()) as events:
        async for event in events:
            if event.type in ("hook_created", "wait_created"):
                break
    return run


async def test_run_is_started_waited_for_and_looked_at(server: ServedProcess) -> None:
    async with connect(server.url, token=TOKEN) as client:
        assert "hello" in [workflow.name for workflow in await client.workflows()]
        run = await client.start("hello", name="Grace")
        assert await run.result() == "hello Grace"
        assert await run.wait() is RunStatus.COMPLETED
        info = await run.info()
        events = await run.events()
        assert (info.status, info.events, events[-1].details) == (
            RunStatus.COMPLETED,
            len(events),
            {"output": "hello Grace"},
        )
        assert [event async for event in run.follow(after=2)] == events[2:]
        assert run.run_id in [found.run_id async for found in client.list_runs(status="completed", workflow="hello")]


async def test_run_of_many_runs_has_the_result_of_the_last(server: ServedProcess) -> None:
    async with connect(server.url, token=TOKEN) as client:
        assert await client.run("days") == 3


async def test_starting_twice_with_one_id_gives_one_run(server: ServedProcess) -> None:
    async with connect(server.url, token=TOKEN) as client:
        for _ in range(2):
            assert (await client.start_with("hello", run_id="twice")).run_id == "twice"
        with pytest.raises(RunExists):
            await client.start_with("hello", ["Grace"], run_id="twice")


async def test_failure_comes_with_its_cause(server: ServedProcess) -> None:
    async with connect(server.url, token=TOKEN) as client:
        with pytest.raises(RunFailed, match="no such order") as caught:
            await client.run("broken")
        error = caught.value.error
        assert error.type_name == "LookupError"
        assert error.__cause__.type_name == "KeyError"


async def test_hook_is_resumed_once_for_each_key(server: ServedProcess) -> None:
    async with connect(server.url, token=TOKEN) as client:
        run = await started(await client.start("ask"))
        assert [(hook.token, hook.kind) for hook in await run.hooks()] == [(f"{run.run_id}.ask", "hook")]
        with pytest.raises(HookPayloadRefused):
            await client.resume_hook(f"{run.run_id}.ask", "much")
        assert (await client.resume_hook(f"{run.run_id}.ask", 7, idempotency_key="k")).run_id == run.run_id
        assert await run.result() == 7
        with pytest.raises(HookNotFound):
            await client.resume_hook(f"{run.run_id}.ask", 7)


async def test_run_is_woken_cancelled_terminated_and_made_again(server: ServedProcess) -> None:
    async with connect(server.url, token=TOKEN) as client:
        awake, cancelled, terminated = [await started(await client.start("nap")) for _ in range(3)]
        assert not await client.upgrade(awake.run_id)  # it has that code
        assert await client.wake(awake.run_id)
        assert await awake.result() == "awake"
        assert await client.cancel(cancelled.run_id, reason="changed my mind", grace="30s")
        with pytest.raises(RunWasCancelled, match="changed my mind"):
            await cancelled.result()
        assert await client.terminate(terminated.run_id)
        assert await terminated.wait() is RunStatus.CANCELLED
        assert not await terminated.cancel()
        again = await client.rerun(awake.run_id)
        assert again.run_id != awake.run_id
        assert await again.terminate()


async def test_reader_and_waiter_outlive_the_server(server: ServedProcess) -> None:
    async with connect(server.url, token=TOKEN, patience_s=60) as client:
        run = await client.start_with("write", run_id="outlived")
        indexes = []
        async with aclosing(run.stream()) as chunks:
            async for chunk in chunks:
                indexes.append(chunk.index)
                if chunk.index == 0:
                    assert chunk.value == b"bytes"
                if chunk.index == 2:
                    server.kill()
                    server.start()
                    assert await client.resume_hook("outlived.more", idempotency_key="m")
        assert indexes == list(range(6))
        assert await run.result() is None
        assert [chunk.value async for chunk in run.stream(start=-1)] == [{"n": 5}]


async def test_errors_are_those_of_our_tree(server: ServedProcess) -> None:
    async with connect(server.url, token=TOKEN) as client:
        with pytest.raises(WorkflowNotFound, match="hello"):
            await client.start("helo")
        with pytest.raises(WrongArguments):
            await client.start("hello", 1, 2, 3)
        with pytest.raises(RunNotFound, match="no run nobody"):
            await client.get("nobody").result()
        with pytest.raises(BadInput):
            client.get("a b")


@pytest.mark.parametrize(("token", "status"), [(None, 401), ("nobody-0123456789", 401), ("reader-0123456789", 403)])
async def test_refusal_for_a_token_says_its_status(server: ServedProcess, token: str | None, status: int) -> None:
    async with connect(server.url, token=token) as client:
        with pytest.raises(ServerRefused) as caught:
            await client.start("hello")
        assert caught.value.status == status
        assert caught.value.fix is not None


async def test_server_that_is_away_is_tried_and_then_given_up() -> None:
    async with connect(f"http://127.0.0.1:{free_port()}", patience_s=0.3) as client:
        with pytest.raises(ServerUnreachable, match="cannot be reached"):
            await client.workflows()


def test_client_works_on_asyncio_too(server: ServedProcess) -> None:
    async def main() -> object:
        async with connect(server.url, token=TOKEN) as client:
            return await client.run("hello")

    assert asyncio.run(main()) == "hello Ada"


def test_client_loads_nothing_of_the_host() -> None:
    code = "import sys, vm.client; print([m for m in ('trio', 'sqlite3', 'vm.host', 'starlette') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
