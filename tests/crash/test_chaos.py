"""Workers killed and stopped at random: what `make chaos` does at length; and that it would notice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import trio

from tools.chaos import ChaosFailed, Report, check, prepare, run_chaos
from vm.core.events import StepCompleted, decode_event
from vm.core.journal import chain_hash
from vm.face.embed import open_vm
from world.interface import World

pytestmark = pytest.mark.acceptance


def test_workers_that_are_killed_and_stopped_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    report = run_chaos(tmp_path, runs=60, seconds=20.0, workers=4, every=1.0, seed=1)
    assert report.runs == 60
    assert report.ended["completed"] > 60, "children and successors are counted too"
    assert report.kills + report.stops > 10


def _run_one(world: World, folder: Path) -> Report:
    async def main() -> None:
        async with open_vm(world=world) as vm:
            run = await vm.start_with(folder / "saga.py", run_id="saga-0")
            await run.result()

    trio.run(main)
    return Report(runs=1)


def _change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "world.db", isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement)


def test_check_passes_what_nobody_hurt(tmp_path: Path) -> None:
    with prepare(tmp_path) as world:
        report = _run_one(world, tmp_path)
        check(world, tmp_path, set(), report)
        assert (report.ended, report.lost) == ({"completed": 1}, 0)


def _append_another_end(world: World, folder: Path) -> None:
    last = list(world.read_journal("saga-0"))[-1]
    digest = chain_hash(last.hash, last.body).hex()
    _change(
        folder,
        f"INSERT INTO journal SELECT run_key, position + 1, body, x'{digest}', appended_ms, epoch, notes "
        f"FROM journal WHERE position = {last.position}",
        f"UPDATE runs SET head = head + 1, head_hash = x'{digest}'",
    )


def _record_a_result_twice(world: World, folder: Path) -> None:
    rows = list(world.read_journal("saga-0"))
    done = next(row for row in rows if isinstance(decode_event(row.body), StepCompleted))
    body = done.body.replace(b"step_1", b"step_2")
    _change(folder, f"UPDATE journal SET body = x'{body.hex()}' WHERE position = {done.position}")


FAULTS: dict[str, Callable[[World, Path], None]] = {
    "appended by fenced workers": lambda _, folder: _change(
        folder, "INSERT INTO journal SELECT run_key, 99, body, hash, appended_ms, 7, notes FROM journal LIMIT 1"
    ),
    "messages, waits, slots are left": lambda _, folder: _change(folder, "INSERT INTO slots VALUES ('k', 1, 's', 1)"),
    "2 runs were started": lambda *_: None,
    "with 2 ends": _append_another_end,
    "several results": _record_a_result_twice,
}


@pytest.mark.parametrize("text", FAULTS)
def test_check_notices_a_broken_promise(text: str, tmp_path: Path) -> None:
    with prepare(tmp_path) as world:
        report = _run_one(world, tmp_path)
        report.runs += text.startswith("2 runs")
        FAULTS[text](world, tmp_path)
        with pytest.raises(ChaosFailed, match=text):
            check(world, tmp_path, set(), report)
