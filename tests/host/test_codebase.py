"""Where the code of runs comes from: the world for bodies, files for steps."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vm.errors import SourceRefused
from vm.host.codebase import Codebase, Plan
from world.memory import MemoryWorld
from world.records import JournalRow, NewRun, RunRecord

FLOW = """
async def flow() -> str:
    "use workflow"
    return await who()


async def who() -> str:
    "use step"
    return "{who}"
"""
STEP = "step//flow.py//who"


@pytest.fixture(autouse=True)
def _leave_no_modules() -> Iterator[None]:
    modules, path = set(sys.modules), list(sys.path)
    yield
    for name in set(sys.modules) - modules:
        if "flow" in name:
            del sys.modules[name]
    sys.path[:] = path


def write(folder: Path, who: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "flow.py"
    file.write_text(FLOW.format(who=who))
    return file


def store(world: MemoryWorld, plan: Plan) -> RunRecord:
    run = NewRun("r", plan.source.workflow_id, plan.bundle.hash, 1, plan.origin)
    world.create_run(run, [JournalRow(1, b"{}", b"", 1, 0)], bundle=plan.bundle)
    return world.get_run("r")


async def ask(code: Codebase) -> str:
    said: str = await code.registry.steps[STEP].function()
    return said


async def test_steps_of_a_stored_run_come_from_the_file_that_it_was_started_from(tmp_path: Path) -> None:
    world = MemoryWorld()
    record = store(world, Codebase(world).plan(write(tmp_path, "file"), None))
    code = Codebase(world)
    assert code.prepare(record).files == {"flow.py"}
    assert await ask(code) == "file"


async def test_steps_of_a_file_that_is_gone_come_from_the_bundle_and_are_found_once(tmp_path: Path) -> None:
    world = MemoryWorld()
    file = write(tmp_path, "bundle")
    record = store(world, Codebase(world).plan(file, None))
    file.unlink()
    code = Codebase(world)
    code.prepare(record)
    assert await ask(code) == "bundle"
    function = code.registry.steps[STEP].function
    code.prepare(record)
    assert code.registry.steps[STEP].function is function


async def test_declared_files_serve_every_run_that_names_their_steps(tmp_path: Path) -> None:
    world = MemoryWorld()
    record = store(world, Codebase(world).plan(write(tmp_path / "old", "old checkout"), None))
    code = Codebase(world)
    assert code.declare([write(tmp_path / "new", "this worker")]) == {"workflow//flow.py//flow"}
    code.prepare(record)
    assert await ask(code) == "this worker"


def test_source_that_is_refused_is_not_imported(tmp_path: Path) -> None:
    file = tmp_path / "flow.py"
    file.write_text('async def flow():\n    "use workflow"\n    exec("1")\n\nraise AssertionError\n')
    with pytest.raises(SourceRefused):
        Codebase(MemoryWorld()).plan(file, None)
