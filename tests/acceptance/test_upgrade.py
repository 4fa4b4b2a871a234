"""A run that a worker has in its memory is moved from another process; a worker that was killed is not asked."""

from __future__ import annotations

import signal
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.test_workers import call, start_worker, stop
from tests.waiting import PATIENCE_S, wait_until
from vm.face.wiring import open_world

pytestmark = pytest.mark.acceptance

OLD = """
from vm import create_hook

async def main():
    "use workflow"
    first = await count(1)
    await create_hook("go")
    return [first, await count(2)]

def count(number):
    "use step"
    return number
"""


def wait_for_hook(folder: Path) -> None:
    with closing(open_world(f"sqlite:{folder / 'world.db'}")) as world:
        wait_until(lambda: world.list_hooks("r"), lambda: f"r opens no hook: {world.get_run('r')}")
    assert call(folder, "inspect", "hooks")["hooks"]


@pytest.mark.parametrize("is_killed", [False, True])
def test_run_is_moved_by_its_worker_or_without_one_that_was_killed(tmp_path: Path, is_killed: bool) -> None:
    (tmp_path / "flow.py").write_text(OLD)
    (tmp_path / "newer.py").write_text(OLD.replace("return [first", "return ['newer', first"))
    call(tmp_path, "start", "flow.py", "--run-id", "r")
    worker = start_worker(tmp_path, "--lease", "3s")
    try:
        wait_for_hook(tmp_path)
        if is_killed:
            worker.send_signal(signal.SIGKILL)
            worker.wait(PATIENCE_S)
        moved = call(tmp_path, "upgrade", "r", "--to", "newer.py")
        assert moved["moved"]
        call(tmp_path, "hook", "go", "null")
        if not is_killed:
            stop(worker)
        assert call(tmp_path, "resume", "r")["output"] == ["newer", 1, 2]
        assert call(tmp_path, "replay", "r")["identical"]
        assert call(tmp_path, "inspect", "run", "r")["bundle"] == moved["to"]
    finally:
        worker.kill()
        worker.communicate()
