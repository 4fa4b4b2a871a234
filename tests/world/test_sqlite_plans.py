"""How SQLite finds what the hot statements ask for: by an index, whatever the world's size."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from vm.core.lifecycle import RunStatus
from world.contract.making import NOW, WORKFLOW, advance, claim, create, create_leased, wait
from world.records import Lease, NewMessage, Rate, SlotHolder, SlotRequest
from world.sqlite import SqliteWorld

VERBS = ("SELECT", "UPDATE", "DELETE", "INSERT")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "world.db"


def _append(world: SqliteWorld, **fields: object) -> Callable[[], object]:
    append = advance(world, world.claim_run("held", owner="w1", now_ms=NOW, expires_ms=NOW + 1), **fields)  # type: ignore[arg-type]
    return lambda: world.append([append])


def _claim_runs(world: SqliteWorld) -> object:
    return world.claim_runs(owner="w2", now_ms=NOW + 9999, expires_ms=NOW + 10**6, limit=5, workflows=[WORKFLOW])


ASKED: dict[str, Callable[[SqliteWorld], Callable[[], object]]] = {
    "append": lambda world: _append(world, count=2),
    "heartbeat": lambda world: _append(world),
    "shorter lease": lambda world: _append(world, count=1, lease_expires_ms=NOW),
    "park": lambda world: _append(
        world,
        opened=(wait("wait_1", NOW, run_id="held"), wait("wait_2", NOW, run_id="held")),
        closed=("wait_1",),
        messages=(NewMessage("held", "resume", key="k"),),
        consumed=(1,),
        release=True,
    ),
    "end": lambda world: _append(world, count=1, status=RunStatus.COMPLETED),
    "create": lambda world: lambda: create(world, "new", owner="w1", dedup_key="d"),
    "due_runs": lambda world: lambda: world.due_runs(now_ms=NOW + 9999, limit=5),
    "due_runs of some": lambda world: lambda: world.due_runs(now_ms=NOW + 9999, limit=5, workflows=[WORKFLOW]),
    "next_due_ms": lambda world: world.next_due_ms,
    "claim_run": lambda world: lambda: claim(world, "parked", owner="w2"),
    "claim_runs": lambda world: lambda: _claim_runs(world),
    "extend_lease": lambda world: lambda: world.extend_lease(Lease("held", "w1", 1, 0), expires_ms=NOW + 5),
    "extend_leases": lambda world: lambda: world.extend_leases([Lease("held", "w1", 1, 0)], expires_ms=NOW + 5),
    "return_lease": lambda world: lambda: world.return_lease(Lease("held", "w1", 1, 0), now_ms=NOW),
    "list_owners": lambda world: world.list_owners,
    "expire_leases": lambda world: lambda: world.expire_leases("w1", now_ms=NOW),
    "release_lease": lambda world: lambda: world.release_lease(Lease("held", "w1", 1, 0)),
    "bury_run": lambda world: lambda: world.bury_run(Lease("held", "w1", 1, 0), reason="why", now_ms=NOW),
    "revive_run": lambda world: lambda: world.revive_run("buried", now_ms=NOW),
    "list_buried": lambda world: world.list_buried,
    "send": lambda world: lambda: world.send(NewMessage("parked", "hook", key="k")),
    "read_messages": lambda world: lambda: world.read_messages("w1", after=0),
    "list_messages": lambda world: lambda: world.list_messages("parked"),
    "list_waits": lambda world: lambda: world.list_waits("parked"),
    "read_journal": lambda world: lambda: list(world.read_journal("parked")),
    "list_hooks": lambda world: lambda: world.list_hooks("parked"),
    "find_hook": lambda world: lambda: world.find_hook("t"),
    "read_chunks": lambda world: lambda: world.read_chunks("parked", "log"),
    "list_streams": lambda world: lambda: world.list_streams("parked"),
    "get_attributes": lambda world: lambda: world.get_attributes("parked"),
    "take_slots": lambda world: (
        lambda: world.take_slots(
            SlotRequest("k", 1, Rate(2, 9), (SlotHolder("held", 1, "step_1"), SlotHolder("held", 1, "step_2"))),
            now_ms=NOW,
        )
    ),
    "next_schedule_ms": lambda world: world.next_schedule_ms,
    "due_schedules": lambda world: lambda: world.due_schedules(now_ms=NOW),
    "advance_schedule": lambda world: lambda: world.advance_schedule("s", expected_next_ms=NOW, next_ms=None),
    "find_run": lambda world: lambda: world.find_run("parked"),
}


def _fill(world: SqliteWorld) -> None:
    """One run of each kind that a look for work has to do with."""
    create_leased(world, "held", messages=(NewMessage("held", "hook", due_ms=NOW),))
    create(world, "parked", messages=(NewMessage("parked", "start", due_ms=NOW, priority=3),))
    create_leased(world, "expired", owner="w9")
    world.bury_run(create_leased(world, "buried"), reason="poison", now_ms=NOW)


@pytest.mark.parametrize("question", ASKED)
def test_no_hot_statement_scans_a_table(path: Path, question: str) -> None:
    with closing(SqliteWorld(path, synchronous="OFF")) as world:
        _fill(world)
        ask = ASKED[question](world)
        statements = _listen(world, ask)
        asked = [sql for sql in statements if sql.strip().startswith(VERBS)]
        assert asked
        plans = {sql: _explain(world._connection.raw, sql) for sql in asked}
    scans = {sql: plan for sql, plan in plans.items() if any(line.startswith("SCAN") for line in plan)}
    assert scans == {}


def _listen(world: SqliteWorld, ask: Callable[[], object]) -> list[str]:
    """Return the SQL of what a question asks, through whichever connection."""
    statements: list[str] = []
    with world._connection.reading() as reader:
        connections = (world._connection.raw, reader)
    for raw in connections:
        raw.set_trace_callback(statements.append)
    ask()
    for raw in connections:
        raw.set_trace_callback(None)
    return statements


def _explain(raw: sqlite3.Connection, sql: str) -> list[str]:
    plan = [str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}")]
    return [line for line in plan if "CONSTANT ROW" not in line and "(subquery" not in line]


def test_looking_for_work_reads_only_indexes_of_who_waits_and_who_is_held(path: Path) -> None:
    with closing(SqliteWorld(path, synchronous="OFF")) as world:
        _fill(world)
        statements = _listen(world, lambda: (world.due_runs(now_ms=NOW + 9999, limit=5), world.next_due_ms()))
        lines = {line for sql in statements for line in _explain(world._connection.raw, sql)}
    assert lines
    assert all("runs_due" in line or "runs_held" in line for line in lines), lines
