"""Orchestrations as good authors write them with asyncio and trio do in a run what they do on the real loops."""

from __future__ import annotations
import __future__

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest

from tests.sandbox.faces.twins import run_on_asyncio, run_on_trio
from tests.sandbox.replays import start
from tools.determinism.bodies import show
from vm.core.codec import decode
from vm.core.commands import CompleteRun
from vm.core.events import WaitCompleted
from vm.testing import Ending, explore

FOLDER = Path(__file__).resolve().parents[1] / "idioms"
LOOPS: dict[str, Callable[[Any], list[Any]]] = {"asyncio": run_on_asyncio, "trio": run_on_trio}
IDIOMS = sorted(path for loop in LOOPS for path in FOLDER.glob(f"{loop}_*.py"))
EXPLORED = (
    "asyncio_gather_with_failures",
    "asyncio_pipeline_with_events",
    "asyncio_shielded_commit",
    "trio_channel_with_workers",
)


def run_plain(path: Path) -> str:
    """Run an idiom as an ordinary module, on the loop that it is written for; return its result as text."""
    module, results = ModuleType("workflow"), []
    with patch.dict(sys.modules, workflow=module):
        flags = __future__.annotations.compiler_flag
        exec(compile(path.read_text("utf-8"), "workflow.py", "exec", flags, dont_inherit=True), vars(module))

        async def program(library: Any, say: Any) -> None:
            results.append(repr(await module.main()))

        LOOPS[path.stem.partition("_")[0]](program)
    return str(results[0])


def run_here(source: str) -> str:
    """Run an idiom in the sandbox, every wait ending when it is due; return its result as text."""
    replay, commands = start(show(source))
    while not replay.is_over:
        due = min(replay.open_waits(), key=lambda wait: wait.until_ms)
        commands = replay.feed(WaitCompleted(at_ms=due.until_ms, correlation_id=due.correlation_id))
    last = commands[-1]
    assert isinstance(last, CompleteRun), last
    return str(decode(last.output))


@pytest.mark.parametrize("path", IDIOMS, ids=lambda path: path.stem)
def test_orchestration_does_what_it_does_on_the_real_loop(path: Path) -> None:
    assert run_here(path.read_text("utf-8")) == run_plain(path)


@pytest.mark.parametrize("name", EXPLORED)
def test_orchestration_ends_alike_whatever_dies_and_whenever(name: str) -> None:
    path = FOLDER / f"{name}.py"
    source = path.read_text("utf-8")
    expected = run_here(source)

    def ends_alike(ending: Ending) -> bool:
        return (ending.status, ending.output) == ("completed", expected)

    assert explore(show(source), seeds=20, invariant=ends_alike).seeds == 20
