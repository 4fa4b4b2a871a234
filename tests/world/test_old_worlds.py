"""Worlds that earlier releases made are opened, migrated, replayed and driven on."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from vm import open_vm
from vm.core.lifecycle import RunStatus
from vm.core.verify import Verifier
from vm.host.programs import ProgramCache
from world.sqlite import SqliteWorld, schema

KEPT = sorted((Path(__file__).parents[1] / "worlds").glob("schema-*.db"))


@pytest.fixture(params=KEPT, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a kept world."""
    return Path(shutil.copy(request.param, tmp_path / "world.db"))


def _look(path: Path, columns: dict[str, list[str]]) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as raw:
        return {
            table: raw.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1, 2").fetchall()
            for table, names in columns.items()
        }


def _columns(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
            for table in tables
            if not table.startswith(("sqlite_", "_sqlite"))
        }


def test_old_world_is_migrated_and_keeps_every_row(old: Path) -> None:
    columns = _columns(old)
    columns["runs"].remove("due_ms")  # a summary of waits and messages, of which there may be more
    before = _look(old, columns)
    with closing(SqliteWorld(old)) as world:
        health = world.health()
        assert (health.schema, health.findings) == (schema.VERSION, ())
    after = _look(old, columns)
    assert set(before.pop("queue")) <= set(after.pop("queue"))
    assert after == before


def test_every_run_of_an_old_world_replays(old: Path) -> None:
    with closing(SqliteWorld(old)) as world:
        programs, runs = ProgramCache(world), world.list_runs()
        assert len(runs) >= 6
        for run in runs:
            verifier = Verifier(programs.load(run.bundle, run.workflow), run.run_id)
            for row in world.read_journal(run.run_id):
                verifier.take(row.position, row.body, row.hash)
            replay, journal = verifier.finish()
            assert (journal.position, journal.head_hash) == (run.head, run.head_hash)
            assert replay.status is run.status
            replay.close()


async def test_runs_of_an_old_world_go_on(old: Path) -> None:
    async with open_vm(f"sqlite:{old}") as vm:
        assert (await vm.get("pending").result())["stock"] == 4
        assert await vm.get("abandoned").result() == "knife survived"
        assert vm.problems == {}
        assert {run.run_id for run in vm.world.list_runs(status=RunStatus.RUNNING)} == {"asleep", "retrying"}
