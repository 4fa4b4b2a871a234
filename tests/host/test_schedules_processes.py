"""Two workers on one world, one of them killed and replaced: each tick becomes one run, and all of them end."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.waiting import wait_until
from tools.determinism.pythons import python_path
from vm.core.lifecycle import RunStatus
from vm.face.cli.main import main
from world.interface import World
from world.sqlite import SqliteWorld

SOURCE = """
async def beat() -> str:
    "use workflow"
    return await note()

async def note() -> str:
    "use step"
    return "noted"
"""
WORKER = """
import sys, trio
from vm.face.embed import open_vm
from vm.host.options import EngineOptions

async def main():
    async with open_vm(sys.argv[1], options=EngineOptions(lease_ms=2_000)):
        print("ready", flush=True)
        await trio.sleep_forever()

trio.run(main)
"""


@pytest.fixture
def hire(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start workers; those that are left at the end are killed."""
    workers: list[subprocess.Popen[str]] = []

    def hire() -> subprocess.Popen[str]:
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, f"sqlite:{tmp_path / 'world.db'}"],
            env={**os.environ, "PYTHONPATH": python_path()},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
        )
        workers.append(worker)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        return worker

    yield hire
    for worker in workers:
        worker.kill()
        worker.communicate()


def seconds_of(run_id: str) -> int:
    return int(datetime.datetime.fromisoformat(run_id.removeprefix("beat@")).timestamp())


def number_of_completed(world: World) -> int:
    return len(world.list_runs(status=RunStatus.COMPLETED))


def test_two_processes_make_every_tick_once_though_one_is_killed(
    tmp_path: Path, hire: Callable[[], subprocess.Popen[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "flow.py").write_text(SOURCE)
    url = f"sqlite:{tmp_path / 'world.db'}"
    words = ["schedule", "add", "beat", str(tmp_path / "flow.py"), "--world", url]
    assert main([*words, "--every", "1s", "--overlap", "allow", "--missed", "all"]) == 0
    first, _ = hire(), hire()
    world = SqliteWorld(tmp_path / "world.db")

    def wait_for(count: int) -> None:
        wait_until(lambda: number_of_completed(world) >= count, lambda: "the workers make no ticks")

    try:
        wait_for(2)
        first.send_signal(signal.SIGKILL)
        first.wait()
        wait_for(4)
        hire()
        wait_for(6)
        assert main(["schedule", "pause", "beat", "--world", url]) == 0
        wait_until(lambda: not world.unfinished_runs(), lambda: "the workers end nothing")
        made = sorted(seconds_of(run.run_id) for run in world.list_runs())
        assert made == list(range(made[0], made[0] + len(made))), "none lost, none twice"
        assert {run.status for run in world.list_runs()} == {RunStatus.COMPLETED}
    finally:
        world.close()
