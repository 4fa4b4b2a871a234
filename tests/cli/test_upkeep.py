"""`doctor`, `gc` and `backup`: what an operator does with a world."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from vm.core.durations import parse_duration_ms
from vm.face.cli import examination
from vm.host.clock import wall_ms
from world.sqlite import SqliteWorld

VIRTUAL = ("--virtual-time", "2000-01-01")
OLD = Path(__file__).resolve().parents[1] / "worlds" / "schema-1.db"


@pytest.fixture
def world(order: CommandLine) -> CommandLine:
    """A run that ended and one that has not begun."""
    order("run", "order.py", "--args", '["42"]', "--run-id", "done", *VIRTUAL)
    order("start", "order.py", "--args", '["43"]', "--run-id", "open")
    return order


def change(statement: str, *values: object) -> None:
    with sqlite3.connect(".vm/world.db") as database:
        database.execute(statement, values)
    database.close()


def hold(run_id: str, expires_in: str) -> None:
    """Claim a run, as a worker does."""
    world, now = SqliteWorld(Path(".vm/world.db")), wall_ms()
    world.claim_run(run_id, owner="worker", now_ms=now, expires_ms=now + parse_duration_ms(expires_in))
    world.close()


def bury(run_id: str) -> None:
    world, now = SqliteWorld(Path(".vm/world.db")), wall_ms()
    lease = world.claim_run(run_id, owner="worker", now_ms=now, expires_ms=now + 1000)
    world.bury_run(lease, reason="its step is gone", now_ms=now)
    world.close()


def findings(cli: CommandLine) -> list[str]:
    done = cli("doctor", "--json")
    found: list[str] = done.document["findings"]
    assert (done.code, done.document["well"]) == ((1, False) if found else (0, True))
    return found


def test_doctor_says_that_all_is_well(world: CommandLine) -> None:
    hold("open", "1h")
    done = world("doctor")
    assert (done.code, "all is well" in done.out) == (0, True)
    document = world("doctor", "--json").document
    assert (document["well"], document["findings"]) == (True, [])
    assert (document["runs"]["completed"], document["runs"]["pending"], document["queue"]["held"]) == (1, 1, 1)
    assert document["size_bytes"] > document["log_bytes"] >= 0


def test_doctor_writes_nothing(world: CommandLine) -> None:
    hold("open", "1h")
    before = Path(".vm/world.db").read_bytes()
    world("doctor")
    assert Path(".vm/world.db").read_bytes() == before


def test_doctor_names_a_lease_that_ran_out(world: CommandLine) -> None:
    hold("open", "0s")
    (found,) = findings(world)
    assert "run open: the lease of worker ended" in found


def test_doctor_names_a_run_that_nothing_would_wake(world: CommandLine) -> None:
    change("delete from queue")
    change("update runs set due_ms = null where run_id = 'open'")
    (found,) = findings(world)
    assert "run open waits for nothing that would wake it" in found


def test_doctor_names_a_buried_run_its_reason_and_the_way_back(world: CommandLine) -> None:
    bury("open")
    done = world("doctor")
    assert done.code == 1
    assert "1 finding:" in done.out
    assert "run open was put aside: its step is gone" in done.out
    assert "queue revive open" in done.out


def test_doctor_names_the_first_of_many_buried_runs(world: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "_MOST_NAMED", 1)
    world("start", "order.py", "--args", '["44"]', "--run-id", "more")
    for run_id in ("open", "more"):
        bury(run_id)
    assert ["put aside" in found for found in findings(world)] == [True, True]
    assert "1 more were put aside" in findings(world)[1]


def test_doctor_names_a_journal_that_grows(world: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    hold("open", "1h")
    monkeypatch.setattr(examination, "LONG_JOURNAL", 0)
    (found,) = findings(world)
    assert "run open has 1 events: let its workflow end by `continue_as_new`" in found


def test_doctor_looks_at_all_pages_of_runs(world: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "_PAGE", 1)
    monkeypatch.setattr(examination, "LONG_JOURNAL", 0)
    for run_id in ("a", "b"):
        world("start", "order.py", "--args", '["44"]', "--run-id", run_id)
    for run_id in ("open", "a", "b"):
        hold(run_id, "1h")
    assert sorted(found.split()[1] for found in findings(world)) == ["a", "b", "open"]


def test_doctor_names_a_clock_that_is_behind(world: CommandLine) -> None:
    hold("open", "1h")
    change("update runs set updated_ms = ? where run_id = 'open'", wall_ms() + parse_duration_ms("3h"))
    (found,) = findings(world)
    assert "clock is 2h 59m" in found or "clock is 3h" in found


def test_doctor_names_an_event_that_was_changed(world: CommandLine) -> None:
    hold("open", "1h")
    change("update journal set body = replace(body, '\"42\"', '\"43\"') where position = 4")
    (found,) = findings(world)
    assert "run done: event 4 does not hash to what the chain says" in found


def test_doctor_of_a_world_that_is_not_there_says_so(cli: CommandLine) -> None:
    done = cli("doctor")
    assert (done.code, "there is no world at" in done.err) == (2, True)


def test_gc_deletes_what_ended_before_and_nothing_else(world: CommandLine) -> None:
    world("run", "order.py", "--args", '["44"]', "--run-id", "new", *VIRTUAL)
    change("update runs set ended_ms = ended_ms - ? where run_id = 'done'", parse_duration_ms("40d"))
    change("update runs set created_ms = 1 where run_id = 'open'")
    done = world("gc", "--older-than", "30d")
    assert (done.code, done.out.startswith("1 run deleted: ended before ")) == (0, True)
    assert [run["run_id"] for run in world("inspect", "runs", "--json").document["runs"]] == ["new", "open"]
    assert world("gc", "--older-than", "30d", "--json").document["deleted"] == 0


def test_gc_shrinks_the_file_when_asked_to(world: CommandLine) -> None:
    change("update runs set ended_ms = ended_ms - ? where run_id = 'done'", parse_duration_ms("40d"))
    change("update journal set notes = hex(zeroblob(500000)) where position = 1 and run_key = 1")
    size = Path(".vm/world.db").stat().st_size
    assert world("gc", "--older-than", "30d", "--json").document["freed_bytes"] == 0
    assert Path(".vm/world.db").stat().st_size >= size
    done = world("gc", "--older-than", "30d", "--shrink")
    assert (done.code, "MiB given back" in done.out) == (0, True)
    assert Path(".vm/world.db").stat().st_size < size - 500_000
    assert world("gc", "--older-than", "30d", "--shrink", "--dry-run", "--json").document["freed_bytes"] == 0
    assert world("doctor").code == 0


def test_gc_dry_run_only_counts(world: CommandLine) -> None:
    change("update runs set ended_ms = ended_ms - ? where run_id = 'done'", parse_duration_ms("40d"))
    done = world("gc", "--older-than", "30d", "--dry-run")
    assert "1 run would be deleted" in done.out
    document = world("gc", "--older-than", "30d", "--dry-run", "--json").document
    assert (document["found"], document["deleted"]) == (1, 0)
    assert len(world("inspect", "runs", "--json").document["runs"]) == 2
    assert "no run would be deleted" in world("gc", "--older-than", "50d", "--dry-run").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "--older-than"),
        (("--older-than", "long"), "--older-than 'long' is neither a time nor a duration"),
        (("--older-than", "2999-01-01"), "is in the future"),
    ],
)
def test_gc_refuses_what_is_no_age(world: CommandLine, words: tuple[str, ...], told: str) -> None:
    done = world("gc", *words)
    assert (done.code, told in done.err) == (2, True)
    assert len(world("inspect", "runs", "--json").document["runs"]) == 2


def test_backup_is_a_world_of_its_own(world: CommandLine) -> None:
    done = world("backup", "copy.db")
    assert (done.code, done.out) == (0, "copied into copy.db and looked over: 2 runs, all is well\n")
    copied = world("inspect", "runs", "--json", "--world", "sqlite:copy.db").document
    assert copied == world("inspect", "runs", "--json").document
    assert world("replay", "done", "--world", "sqlite:copy.db").code == 0


def test_backup_is_of_what_is_not_folded_in_yet(world: CommandLine) -> None:
    writer = SqliteWorld(Path(".vm/world.db"))  # keeps the log
    try:
        world("start", "order.py", "--args", '["44"]', "--run-id", "late")
        document = world("backup", "copy.db", "--json").document
        assert (document["runs"], document["well"]) == (3, True)
    finally:
        writer.close()


def test_backup_of_a_world_of_an_older_release_leaves_that_as_it_is(cli: CommandLine) -> None:
    shutil.copy(OLD, "old.db")
    before = Path("old.db").read_bytes()
    document = cli("backup", "copy.db", "--json", "--world", "sqlite:old.db").document
    runs = cli("inspect", "runs", "--json", "--world", "sqlite:old.db").document["runs"]
    assert (document["runs"], document["well"]) == (len(runs), True)
    assert cli("inspect", "runs", "--json", "--world", "sqlite:copy.db").document["runs"] == runs
    assert Path("old.db").read_bytes() == before


def test_backup_of_damage_says_so(world: CommandLine) -> None:
    change("update journal set body = replace(body, '\"42\"', '\"43\"') where position = 4")
    done = world("backup", "copy.db")
    assert (done.code, "run done: event 4 does not hash" in done.err) == (1, True)
    assert world("backup", "second.db", "--json").document["well"] is False


def test_backup_replaces_nothing(world: CommandLine) -> None:
    Path("copy.db").write_text("mine")
    done = world("backup", "copy.db")
    assert (done.code, "is there already" in done.err) == (2, True)
    assert Path("copy.db").read_text() == "mine"
    assert sorted({*os.listdir()} - {"__pycache__"}) == [".vm", "copy.db", "order.py"]
