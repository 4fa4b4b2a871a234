"""What the cases run on: one graph from text, on either engine. What the VM has run is replayed when a case is over."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trio
import trio.testing

from tests.graph import meeting
from tests.graph.seen import SEEN
from vm import open_vm
from vm.core.events import decode_event
from vm.core.verify import verify
from vm.errors import StepsNotImportable
from vm.face.embed import VM
from vm.graph import GraphError, LocalEngine, VMEngine, Workflow
from vm.graph.schemas import SchemaMismatch
from vm.host.clock import Clock, VirtualClock
from vm.host.programs import ProgramCache
from vm.inspect.failure import find_failure
from vm.inspect.fold import fold_run
from world.memory import MemoryWorld

PARTS = (Path(__file__).parent / "parts.py").read_text(encoding="utf-8")
ENGINES = ("vm", "local")
REFUSED = (GraphError, StepsNotImportable)
"""What a declaration that is wrong raises: by itself, or where a VM imports its file."""


class Bound:
    """A graph with the engine that its runs are made on."""

    def __init__(self, workflow: Workflow[Any, Any], engine: Any) -> None:
        self.workflow = workflow
        self._engine = engine

    async def create_run(self, run_id: str | None = None, resource_id: str | None = None) -> Any:
        return self._engine.create_run(self.workflow, run_id, resource_id)

    def __getattr__(self, name: str) -> Any:
        """Pass on what is asked of stored runs."""
        ask = getattr(self.workflow, name)

        async def call(*args: Any, **kwargs: Any) -> Any:
            return await ask(*args, **kwargs, engine=self._engine)

        return call


class Graphs:
    """One engine for one case. Each text stands behind `parts.py` in a file of its own; its graph is called `flow`."""

    def __init__(self, engine: str, made: Any, folder: Path, vm: VM | None) -> None:
        self.engine = engine
        self.made = made
        self.seen = SEEN
        self.room = meeting.ROOM
        self._folder = folder
        self._vm = vm
        self._source = ""

    # ---- graphs and their runs

    def load(self, text: str, name: str = "flow") -> Bound:
        """Return the graph called `name` in a text."""
        number = len(list(self._folder.glob("case_*")))
        path = self._folder / f"case_{number}.py"
        self._source = f"{PARTS}\n\n{text.strip()}\n"
        path.write_text(self._source, encoding="utf-8")
        if self.engine == "vm":
            return Bound(self.made.load(path, name), self.made)
        return Bound(getattr(_import(path), name), self.made)

    def bind(self, workflow: Workflow[Any, Any]) -> Bound:
        """Return a graph that no file declares, bound to the engine."""
        return Bound(workflow, self.made)

    async def run(self, text: str, input_data: Any = None, **options: Any) -> Any:
        """Start a run of a text's graph and return its result as it rests."""
        return await (await self.load(text).create_run()).start(input_data=input_data, **options)

    async def suspended(self, text: str, input_data: Any, **options: Any) -> Any:
        """Return a run that was started and is suspended."""
        run = await self.load(text).create_run()
        assert (await run.start(input_data=input_data, **options))["status"] == "suspended"
        return run

    async def status(self, run: Any) -> str:
        """Return how a run stands now."""
        return str((await run.result())["status"])

    async def refusal(self, text: str, input_data: Any) -> str:
        """Start a run whose input does not fit, and return what it is told."""
        with pytest.raises(SchemaMismatch) as caught:
            await self.run(text, input_data)
        return str(caught.value)

    async def resume_refusal(self, run: Any, **given: Any) -> str:
        """Resume a run with what does not fit, and return what it is told."""
        with pytest.raises(SchemaMismatch) as caught:
            await run.resume(**given)
        return str(caught.value)

    async def wait_seen(self, what: Any = None) -> None:
        """Wait until a step has noted something, or this."""
        for _ in range(1000):
            if self.seen if what is None else what in self.seen:
                return
            await trio.testing.wait_all_tasks_blocked()
        raise AssertionError(f"nobody has noted {what}, but {self.seen}")

    # ---- what results say

    @staticmethod
    def message(result: Any) -> str:
        return str(result["error"]["message"])

    @staticmethod
    def seconds(first: Any, second: Any) -> float:
        """Return how far apart two times of a result are."""
        return float(second - first) / 1000

    def line_of(self, snippet: str) -> int:
        """Return the line of the last loaded text that has a snippet."""
        rows = self._source.splitlines()
        return next(number for number, row in enumerate(rows, 1) if snippet in row)

    def lines_of(self, result: Any) -> set[int]:
        """Return the lines of the case's file at which a run failed, outermost frames included."""
        if self._vm is None:
            frames = traceback.extract_tb(result["error"].exception.__traceback__)
            return {frame.lineno or 0 for frame in frames if "case_" in frame.filename}
        rows = self._vm.world.read_journal(result["run_id"])
        failure = find_failure(fold_run((decode_event(row.body), row.notes) for row in rows))
        assert failure is not None, "it has failed"
        return {line for file, line, _ in failure.frames if "case_" in file}


def _import(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"_graph_{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@asynccontextmanager
async def open_graphs(engine: str, folder: Path, clock: Clock | None = None) -> AsyncIterator[Graphs]:
    """Open an engine for a case; when it is over, replay what the VM has run."""
    if engine == "local":
        yield Graphs(engine, LocalEngine(), folder, None)
        return
    world = MemoryWorld()
    async with open_vm(world=world, clock=clock or VirtualClock()) as vm:
        yield Graphs(engine, VMEngine(vm), folder, vm)
    assert_all_replay(world)


def assert_all_replay(world: MemoryWorld) -> None:
    """Prove that every run of a world replays to the bytes that are stored."""
    programs = ProgramCache(world)
    for record in world.list_runs(limit=1000):
        rows = [(row.position, row.body, row.hash) for row in world.read_journal(record.run_id)]
        replay, journal = verify(programs.load(record.bundle, record.workflow), record.run_id, rows)
        replay.close()
        assert journal.head_hash == record.head_hash


LIMIT_S = {"vm": 10, "local": 10**9}
"""How long a case may take: by the machine's clock, and on one that jumps, where it is how far a hung case gets."""


def run_bounded(engine: str, case: Callable[..., Any], **options: Any) -> Any:
    """Run a case; a local one on a clock that jumps to whatever is due next."""
    if engine == "local":
        options["clock"] = trio.testing.MockClock(autojump_threshold=0)

    async def bounded() -> Any:
        with trio.fail_after(LIMIT_S[engine]):
            return await case()

    return trio.run(bounded, **options)
