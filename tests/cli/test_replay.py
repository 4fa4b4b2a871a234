"""`replay`: the journal regenerated, and what is said when it is not the same."""

from __future__ import annotations

import sqlite3

import pytest

from tests.cli.conftest import ORDER, CommandLine

VIRTUAL = ("--virtual-time", "2000-01-01")


@pytest.fixture
def recorded(order: CommandLine) -> CommandLine:
    order("run", "order.py", "--args", '["42"]', "--run-id", "r1", *VIRTUAL)
    return order


def change(statement: str) -> None:
    with sqlite3.connect(".vm/world.db") as database:
        database.execute(statement)
    database.close()


def test_replay_of_a_run_is_identical(recorded: CommandLine) -> None:
    done = recorded("replay", "r1")
    assert done.code == 0
    assert "identical: all 14 events of run r1" in done.out


def test_replay_answers_in_json(recorded: CommandLine) -> None:
    run = recorded("resume", "r1", "--json").document
    done = recorded("replay", "r1", "--json")
    assert done.document == {
        "run_id": "r1",
        "identical": True,
        "events": run["events"],
        "journal_hash": run["journal_hash"],
        "divergence": None,
    }


def test_replay_of_a_run_that_has_not_ended_goes_as_far_as_it_does(order: CommandLine) -> None:
    order("start", "order.py", "--args", '["42"]', "--run-id", "r1")
    done = order("replay", "r1")
    assert (done.code, "so far" in done.out) == (0, True)


def test_replay_writes_nothing(recorded: CommandLine) -> None:
    before = recorded("inspect", "runs", "--json").document
    recorded("replay", "r1")
    assert recorded("inspect", "runs", "--json").document == before


def test_replay_against_the_same_code_under_another_name_is_identical(recorded: CommandLine) -> None:
    recorded.write("renamed.py", ORDER)
    assert recorded("replay", "r1", "--against", "renamed.py").code == 0


def test_replay_against_changed_code_names_both_commands_and_the_line(recorded: CommandLine) -> None:
    recorded.write("newer.py", ORDER.replace("charge_card(order_id, amount)", "charge_card(order_id, amount + 1)"))
    done = recorded("replay", "r1", "--against", "newer.py")
    assert done.code == 4
    assert 'the journal holds step charge_card("42", 5), the body asked for step charge_card("42", 6)' in done.err
    assert "newer.py:6 in process_order" in done.err
    divergence = recorded("replay", "r1", "--against", "newer.py", "--json").document["divergence"]
    assert (divergence["position"], divergence["where"]) == (4, "newer.py:6 in process_order")
    assert (divergence["recorded"], divergence["asked"]) == ('step charge_card("42", 5)', 'step charge_card("42", 6)')


def test_replay_against_a_file_without_the_workflow_is_refused(recorded: CommandLine) -> None:
    recorded.write("other.py", ORDER.replace("process_order", "other"))
    done = recorded("replay", "r1", "--against", "other.py")
    assert (done.code, "no workflow called 'process_order'" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("update journal set body = replace(body, '\"42\"', '\"43\"') where position = 4", 4),
        ("delete from journal where position = 6", 6),
        ("delete from journal where position >= 13", 13),
        ("update runs set head_hash = x'00'", 14),
    ],
)
def test_replay_names_the_event_that_was_damaged(recorded: CommandLine, statement: str, position: int) -> None:
    change(statement)
    done = recorded("replay", "r1")
    assert (done.code, f"event {position} of run r1 is damaged" in done.err) == (4, True)
    document = recorded("replay", "r1", "--json").document
    assert (document["identical"], document["divergence"]["position"]) == (False, position)
    assert document["divergence"]["slug"] == "journal-corrupt"


@pytest.mark.parametrize("command", [("resume",), ("inspect", "run")])
def test_damaged_journal_is_never_shown_as_how_the_run_went(recorded: CommandLine, command: tuple[str, ...]) -> None:
    change("update journal set body = replace(body, '\"42\"', '\"43\"') where position = 4")
    done = recorded(*command, "r1")
    assert (done.code, done.out) == (4, "")
    assert "event 4 of run r1 is damaged" in done.err
