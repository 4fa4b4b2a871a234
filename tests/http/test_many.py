"""Many who wait at once, on a server in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from contextlib import aclosing
from pathlib import Path

import pytest
import trio

from tests.http.processes import ServedProcess
from vm.client import Client, connect
from vm.core.lifecycle import RunStatus
from vm.face.http.server import allow_connections

POLLS = READERS = 500
SHARE = 25  # of each, on one client
SOURCE = """
from vm import create_hook, get_writable

async def ask(runs: int = 1):
    "use workflow"
    number = await create_hook("go")
    await report(number)
    return number

async def report(number):
    "use step"
    for _ in range(3):
        await get_writable().write(number)
"""


async def start_waiting(client: Client) -> None:
    run = await client.start_with("ask", run_id="many")
    async with aclosing(run.follow()) as events:
        async for event in events:
            if event.type == "hook_created":
                break


class Crowd:
    """Polls and readers of the run, and what they were told. `are_there` is set when each reader has been answered."""

    def __init__(self) -> None:
        self.statuses: list[RunStatus] = []
        self.seen: list[list[int]] = []
        self.are_there = trio.Event()
        self._answered = 0

    async def wait(self, url: str) -> None:
        """Wait as `SHARE` polls and as many readers, on connections of one client (its pool is slow with many)."""
        async with connect(url, patience_s=120) as client, trio.open_nursery() as nursery:
            for _ in range(SHARE):
                nursery.start_soon(self._poll, client)
                nursery.start_soon(self._read, client)

    async def _poll(self, client: Client) -> None:
        self.statuses.append(await client.get("many").wait())

    async def _read(self, client: Client) -> None:
        positions = []
        async with aclosing(client.get("many").follow()) as events:
            async for event in events:
                positions.append(event.position)
                if event.position == 1:
                    self._answered += 1
                    if self._answered == READERS:
                        self.are_there.set()
        self.seen.append(positions)


async def test_500_polls_and_500_readers_hold(tmp_path: Path) -> None:
    (tmp_path / "flows.py").write_text(SOURCE)
    with ServedProcess(tmp_path / "flows.py", tmp_path / "world.db") as served:
        async with connect(served.url) as client:
            await start_waiting(client)
            allow_connections(POLLS + READERS)  # of this process; the server sees to its own
            crowd = Crowd()
            with trio.fail_after(200):
                async with trio.open_nursery() as nursery:
                    for _ in range(READERS // SHARE):
                        nursery.start_soon(crowd.wait, served.url)
                    await crowd.are_there.wait()
                    await client.resume_hook("go", 7)
            assert crowd.statuses == [RunStatus.COMPLETED] * POLLS
            events = [event.position for event in await client.get("many").events()]
            assert crowd.seen == [events] * READERS
        assert served.stop() == 0
        assert "Traceback" not in served.log()


async def test_server_that_is_told_to_stop_ends_what_waits_and_goes(tmp_path: Path) -> None:
    (tmp_path / "flows.py").write_text(SOURCE)
    with ServedProcess(tmp_path / "flows.py", tmp_path / "world.db") as served:
        async with connect(served.url) as client:
            await start_waiting(client)
            (code,) = [await trio.to_thread.run_sync(served.stop)]
            assert code == 0
            served.start()
            assert (await client.resume_hook("go", 1)).run_id == "many"
            assert await client.get("many").result() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no such limit")
def test_server_is_allowed_as_many_connections_as_it_takes() -> None:
    code = """
import resource
from vm.face.http.server import allow_connections
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
allow_connections(300)
print(resource.getrlimit(resource.RLIMIT_NOFILE) == (500, hard))
allow_connections(10)
print(resource.getrlimit(resource.RLIMIT_NOFILE) == (500, hard))
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True", "True"]
