"""Two workers on one world keep the limits of a step between them, also when one of them is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import trio

from tests.waiting import wait_until
from tools.determinism.pythons import python_path
from vm.core.lifecycle import RunStatus
from vm.face.embed import open_vm
from world.interface import World
from world.sqlite import SqliteWorld

pytestmark = pytest.mark.acceptance

SOURCE = """
import os, trio
from vm import gather, step

async def guarded(path: str) -> int:
    "use workflow"
    return sum(await gather(*[hold(path, number) for number in range(4)]))

@step(concurrency=2, max_retries=100, backoff="1ms")
async def hold(path: str, number: int) -> int:
    note(path, f"+ {os.getpid()}")
    await trio.sleep(0.01)
    note(path, f"- {os.getpid()}")
    return 1

async def paced(path: str) -> int:
    "use workflow"
    return sum(await gather(*[go(path) for _ in range(4)]))

@step(rate_limit="4/400ms")
async def go(path: str) -> int:
    note(path, f"go {os.getpid()}")
    return 1

def note(path: str, text: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, f"{text}\\n".encode())
    os.close(file)
"""
RUNS = 6


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two worker processes; those that are left at the end are killed."""
    (tmp_path / "flow.py").write_text(SOURCE)
    words = ["worker", "flow.py", "--lease", "2s", "--world", f"sqlite:{tmp_path / 'world.db'}"]
    command = [sys.executable, "-m", "vm", *words]
    environment = {**os.environ, "PYTHONPATH": python_path()}
    with (tmp_path / "log").open("wb") as log:
        started = [subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log) for _ in range(2)]
        yield started
        for worker in started:
            worker.kill()
            worker.wait()


def start_all(world: World, folder: Path, workflow: str) -> Path:
    """Store some runs of a workflow; return the file in which their steps take notes."""
    notes = folder / workflow

    async def main() -> None:
        async with open_vm(world=world, recover=False) as vm:
            for _ in range(RUNS):
                await vm.start_with(folder / "flow.py", [str(notes)], workflow=workflow, is_parked=True)

    trio.run(main)
    return notes


def wait_until_over(world: World) -> None:
    wait_until(lambda: not world.unfinished_runs(), lambda: "the workers do not get on")
    assert len(world.list_runs(status=RunStatus.COMPLETED)) == RUNS


def pids_of(notes: Path) -> set[str]:
    return {line.split()[1] for line in notes.read_text().splitlines()}


def test_two_processes_make_no_more_attempts_at_once_than_a_step_allows(
    tmp_path: Path, workers: list[subprocess.Popen[bytes]]
) -> None:
    with closing(SqliteWorld(tmp_path / "world.db")) as world:
        notes = start_all(world, tmp_path, "guarded")
        wait_until_over(world)
    inside, most = 0, 0
    for line in notes.read_text().splitlines():
        inside += 1 if line[0] == "+" else -1
        most = max(most, inside)
    assert (most, inside) == (2, 0)
    assert notes.read_text().count("+") == RUNS * 4


def test_killed_worker_takes_no_place_with_it(tmp_path: Path, workers: list[subprocess.Popen[bytes]]) -> None:
    with closing(SqliteWorld(tmp_path / "world.db")) as world:
        notes = start_all(world, tmp_path, "guarded")
        wait_until(notes.exists, lambda: "the workers begin nothing")
        (first, *_) = pids_of(notes) or {str(workers[0].pid)}
        os.kill(int(first), signal.SIGKILL)
        wait_until_over(world)
        assert world.health(now_ms=0).findings == ()
    assert notes.read_text().count("-") >= RUNS * 4


def test_two_processes_begin_no_more_attempts_than_a_rate_allows(
    tmp_path: Path, workers: list[subprocess.Popen[bytes]]
) -> None:
    with closing(SqliteWorld(tmp_path / "world.db")) as world:
        notes = start_all(world, tmp_path, "paced")
        wait_until_over(world)
        runs = world.list_runs()
        rows = [row for run in runs for row in world.read_journal(run.run_id)]
    begun = [row.appended_ms for row in rows if b'"type":"step_started"' in row.body]
    assert len(begun) == notes.read_text().count("go") == RUNS * 4
    took_ms = max(begun) - min(run.created_ms for run in runs)
    assert took_ms >= (RUNS - 1) * 400, "with a count of its own each, they would be through in half the time"
