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


def test_replay_at_an_event_shows_where_the_body_stood(recorded: CommandLine) -> None:
    shown = recorded("replay", "r1", "--at", "5", "--locals").out
    assert "event 5: " in shown
    assert "the body waits for all of step_1, step_2" in shown
    assert "order.py:" in shown
    assert "order_id = '42'" in shown
    assert "order_id" not in recorded("replay", "r1", "--at", "5").out.split("waits for")[0]


def test_replay_at_an_event_answers_in_json(recorded: CommandLine) -> None:
    document = recorded("replay", "r1", "--at", "5", "--locals", "--redact", "amount", "--json").document
    (task,) = document["tasks"]
    assert (document["position"], document["status"], task["is_main"]) == (5, "running", True)
    assert task["frames"][0]["locals"]["order_id"] == {"text": "'42'", "value": "42"}
    assert task["frames"][0]["locals"]["amount"] == {"text": "(redacted)", "value": None}


def test_replay_at_the_end_shows_no_task(recorded: CommandLine) -> None:
    assert "the run is completed: no task is left" in recorded("replay", "r1", "--at", "-1").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--at", "0"), "has no event 0"),
        (("--at", "15"), "its events are 1 to 14"),
        (("--at", "-15"), "has no event -15"),
        (("--locals",), "go with --at"),
        (("--at", "3", "--against", "order.py"), "give one of them"),
    ],
)
def test_replay_at_what_is_not_there_is_refused(recorded: CommandLine, words: tuple[str, ...], told: str) -> None:
    done = recorded("replay", "r1", *words)
    assert (done.code, told in done.err) == (2, True)
