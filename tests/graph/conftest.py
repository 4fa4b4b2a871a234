"""Both engines behind one fixture. On the VM every run of a test has to replay, byte for byte, when it is over."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.graph import meeting
from tests.graph.graphs import ENGINES, Graphs, assert_all_replay, open_graphs, run_bounded
from tests.graph.seen import SEEN
from vm.graph import LocalEngine, VMEngine
from vm.host.clock import SystemClock


@pytest.fixture(params=["local", "vm"])
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[Any]:
    """An engine: the same test runs on both."""
    if request.param == "local":
        yield LocalEngine()
        return
    async with VMEngine("memory:") as engine:
        yield engine
        assert_all_replay(engine.vm.world)


@pytest.fixture(params=ENGINES)
async def graphs(request: pytest.FixtureRequest, tmp_path: Path, clean: None) -> AsyncIterator[Graphs]:
    """The engine of a case."""
    async with open_graphs(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture(params=ENGINES)
async def graphs_in_real_time(request: pytest.FixtureRequest, tmp_path: Path, clean: None) -> AsyncIterator[Graphs]:
    """The same on the machine's clock: on a virtual one the VM takes outcomes in the order in which attempts began."""
    async with open_graphs(request.param, tmp_path, SystemClock()) as opened:
        yield opened


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Forget what other cases have noted, and in the end the modules of this one."""
    SEEN.clear()
    meeting.clear()
    monkeypatch.setattr(sys, "path", list(sys.path))
    known = set(sys.modules)
    yield
    for name in set(sys.modules) - known:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        engine = params.get("graphs", params.get("graphs_in_real_time"))
        if engine is not None:
            item.add_marker(pytest.mark.trio(run=partial(run_bounded, engine)))
