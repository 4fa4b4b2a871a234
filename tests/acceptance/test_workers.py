"""Real workers on one world: they share what is due, and go when they are told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import trio

from tests.waiting import PATIENCE_S, wait_until
from vm import open_vm
from vm.core.events import decode_event
from vm.core.lifecycle import RunStatus
from vm.face.wiring import open_world
from world.interface import World

pytestmark = pytest.mark.acceptance
ROOT = Path(__file__).resolve().parents[2]

SOURCE = """
import os
from vm import sleep, step

async def work(number: int = 0, pause: str = "0s"):
    "use workflow"
    first = await touch(number)
    await sleep(pause)
    return first + await touch(number)

@step(max_retries=100, backoff="1ms", max_backoff="1ms")
async def touch(number: int) -> int:
    return number
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "flow.py").write_text(SOURCE)
    return tmp_path


def call(folder: Path, *words: str) -> Any:
    done = subprocess.run(command(*words, "--json"), cwd=folder, env=environment(), capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "vm", *words]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "VM_WORLD": "sqlite:world.db"}


def start_worker(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a worker, and wait until it listens: before that a signal ends it as it ends any process."""
    log = folder / f"worker-{len(list(folder.glob('worker-*.log')))}.log"
    words = ("worker", "flow.py", "--json", *words)
    with log.open("wb") as said:
        worker = subprocess.Popen(command(*words), cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=said)
    wait_until(lambda: b"working on" in log.read_bytes() or worker.poll() is not None, log.read_text)
    assert worker.poll() is None, log.read_text()
    return worker


def stop(worker: subprocess.Popen[bytes], number: signal.Signals = signal.SIGTERM) -> Any:
    worker.send_signal(number)
    out, _ = worker.communicate(timeout=PATIENCE_S)
    assert worker.returncode == 0
    return json.loads(out)


def wait_until_it_sleeps(world: World) -> None:
    wait_until(lambda: world.list_waits("r"), lambda: f"r does not come to its pause: {world.get_run('r')}")


def wait_for(folder: Path, run_ids: list[str]) -> None:
    """Wait until all runs have ended, driving none of them."""

    async def main() -> None:
        with trio.fail_after(PATIENCE_S):
            async with open_vm(f"sqlite:{folder / 'world.db'}", recover=False) as vm:
                for run_id in run_ids:
                    assert await vm.get(run_id).wait() is RunStatus.COMPLETED

    trio.run(main)


def test_two_workers_share_what_is_started_and_leave_when_they_are_told(folder: Path) -> None:
    run_ids = [f"r{number}" for number in range(6)]
    for number, run_id in enumerate(run_ids):
        call(folder, "start", "flow.py", "--args", f"[{number}]", "--run-id", run_id)
    assert not call(folder, "start", "flow.py", "--args", "[0]", "--run-id", "r0")["new"]
    workers = [start_worker(folder, "--concurrency", "2") for _ in range(2)]
    wait_for(folder, run_ids)
    told = (signal.SIGTERM, signal.SIGINT)
    ended = [stop(worker, number)["ended"] for worker, number in zip(workers, told, strict=True)]
    assert sum(found.get("completed", 0) for found in ended) == len(run_ids)


def test_killed_workers_runs_are_finished_by_another(folder: Path) -> None:
    call(folder, "start", "flow.py", "--args", '[1, "1s"]', "--run-id", "r")
    first = start_worker(folder)
    world = open_world(f"sqlite:{folder / 'world.db'}")
    wait_until_it_sleeps(world)
    first.kill()
    first.communicate()
    second = start_worker(folder)
    wait_for(folder, ["r"])
    assert stop(second)["ended"] == {"completed": 1}
    events = [decode_event(row.body).type for row in world.read_journal("r")]
    assert (events.count("step_completed"), events.count("run_completed")) == (2, 1)
    world.close()


def test_worker_that_was_stopped_past_its_lease_does_no_harm(folder: Path) -> None:
    call(folder, "start", "flow.py", "--args", '[1, "2s"]', "--run-id", "r")
    first = start_worker(folder, "--lease", "500ms")
    world = open_world(f"sqlite:{folder / 'world.db'}")
    wait_until_it_sleeps(world)
    first.send_signal(signal.SIGSTOP)
    second = start_worker(folder, "--lease", "500ms")
    wait_for(folder, ["r"])
    before = [row.body for row in world.read_journal("r")]
    first.send_signal(signal.SIGCONT)
    assert stop(first)["ended"] == {}
    assert [row.body for row in world.read_journal("r")] == before
    stop(second)
    world.close()


def test_dedup_key_gives_the_run_that_is_under_way(folder: Path) -> None:
    first = call(folder, "start", "flow.py", "--dedup-key", "k", "--delay", "1h")
    second = call(folder, "start", "flow.py", "--dedup-key", "k")
    assert (first["new"], second) == (True, {"run_id": first["run_id"], "new": False})


def test_worker_without_files_says_what_it_wants(folder: Path) -> None:
    done = subprocess.run(command("worker"), cwd=folder, env=environment(), capture_output=True, timeout=60)
    assert done.returncode == 2
    assert b"worker wants files" in done.stderr
