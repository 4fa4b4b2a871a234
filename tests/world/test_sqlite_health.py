"""What `health` finds in a file whose parts do not agree."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from world.changes import Changes, NewChunk
from world.contract.making import NOW, advance, create, create_leased
from world.records import NewMessage, SlotHolder, SlotRequest
from world.rules import describe_stuck_run
from world.sqlite import SqliteWorld, health, opening


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "world.db"


def _open(path: Path) -> SqliteWorld:
    return SqliteWorld(path, synchronous="OFF", busy_timeout_ms=0)


def _fill(path: Path, rows: int = 50) -> None:
    with closing(_open(path)) as world:
        create(world, rows=rows)


def _with_sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement).fetchall()


def test_health_reports_the_file_with_its_log(path: Path) -> None:
    with closing(_open(path)) as world:
        create(world, rows=500)
        sizes = path.stat().st_size + Path(f"{path}-wal").stat().st_size
        assert world.health().size_bytes == sizes


DAMAGE = {
    "DELETE FROM journal WHERE run_key = 1 AND position = 3": "run a ends at event 3, its journal at 2",
    "DELETE FROM journal WHERE run_key = 1 AND position = 2": "run a: event 3 does not hash to what the chain says",
    "UPDATE journal SET body = x'7b7d' WHERE run_key = 1 AND position = 1": "run a: event 1 does not hash",
    "UPDATE runs SET head_hash = x'00' WHERE run_id = 'a'": "run a ends at event 3, its journal at 3, or their hashes",
    "UPDATE runs SET due_ms = 5 WHERE run_id = 'a'": "run a would not be woken",
    "UPDATE runs SET due_ms = NULL WHERE run_id = 'told'": "run told would not be woken",
    "UPDATE runs SET lease_check_ms = lease_expires_ms + 1 WHERE run_id = 'held'": "run held would not be taken over",
    "UPDATE runs SET lease_expires_ms = NULL WHERE run_id = 'held'": "run held would not be taken over",
    "UPDATE runs SET ended_ms = 1 WHERE run_id = 'held'": "run held is over or buried, and somebody holds it",
    "UPDATE runs SET buried_ms = 1 WHERE run_id = 'held'": "run held is over or buried, and somebody holds it",
    "UPDATE slots SET epoch = 7": "limit k has a slot for held/step_1, whose holder is gone",
    "UPDATE streams SET length = 2": "run held: its stream 'log' says that it has 2 pieces, and has 1",
    "DROP INDEX runs_dedup; UPDATE runs SET dedup_key = 'd'": "the dedup key 'd' is that of runs a and told",
    "UPDATE bundles SET data = x'00'": "do not have that hash",
    "INSERT INTO leases VALUES (99, 1, 'w', 0)": "a row of leases points at a row of runs that is not there",
    "INSERT INTO schedules VALUES ('s', 'w', 'x', '{}', NULL, NULL)": "a row of schedules points at a row of bundles",
}


@pytest.mark.parametrize("statements", DAMAGE)
def test_health_finds_what_does_not_agree(path: Path, statements: str) -> None:
    with closing(_open(path)) as world:
        create(world, "a", rows=3)
        create(world, "told", messages=(NewMessage("told", "start", due_ms=NOW, priority=-2),))
        held = create_leased(world, "held")
        chunk = Changes(chunks=(NewChunk("log", "text", b"x"),))
        world.append([advance(world, held, 1, changes=chunk)])
        world.take_slots(SlotRequest("k", 1, None, (SlotHolder("held", 1, "step_1"),)), now_ms=NOW)
        assert world.health(now_ms=NOW).findings == (describe_stuck_run("a"),)
    _with_sql(path, *statements.split("; "))
    with closing(_open(path)) as world:
        assert DAMAGE[statements] in "\n".join(world.health().findings)


def test_health_finds_a_log_that_is_kept_from_being_folded_in(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LARGE_LOG_BYTES", 3 * 2**20)
    with closing(_open(path)) as world, closing(sqlite3.connect(path, isolation_level=None)) as reader:
        create(world)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM runs").fetchall()
        world.send(NewMessage("r", "hook", "x" * 4 * 2**20))
        found = world.health()
        assert found.log_bytes > 4 * 2**20
        assert "the log has 4 MiB" in found.findings[0]


def test_health_finds_a_page_that_is_damaged_where_opening_did_not_look(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(path, rows=2000)
    with closing(sqlite3.connect(path)) as raw:
        root = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'runs_held'").fetchone()[0]
    data = bytearray(path.read_bytes())
    data[4096 * (root - 1) : 4096 * root] = b"\x0a" + b"\x00" * 4095
    path.write_bytes(data)
    monkeypatch.setattr(opening, "CHECKED_WHOLE_BYTES", 0)
    with closing(_open(path)) as world:
        assert "the file is damaged" in world.health().findings[0]
