"""`queue` and `inspect queue`: what waits for workers, and what they gave up on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from world.records import NewMessage
from world.sqlite import SqliteWorld

NOON = 946_728_000_000  # 2000-01-01T12:00:00Z


@pytest.fixture
def queue(order: CommandLine) -> CommandLine:
    """A world in which a run waits for a worker, and another one was buried."""
    for run_id in ("waits", "dead"):
        order("start", "order.py", "--args", '["42"]', "--run-id", run_id)
    world = SqliteWorld(Path(".vm/world.db"))
    for message in world.list_messages():
        lease = world.claim_run(message.run_id, owner="sweeper", now_ms=NOON, expires_ms=NOON + 1)
        world.release_lease(lease)
    world.send(NewMessage("waits", "start", due_ms=NOON, priority=3))
    lease = world.claim_run("dead", owner="worker", now_ms=NOON, expires_ms=NOON + 1000)
    world.bury_run(lease, reason="step pay has no file", now_ms=NOON)
    world.close()
    return order


def test_queue_list_shows_kind_due_time_and_priority(queue: CommandLine) -> None:
    rows = [row.split() for row in queue("queue", "list").out.splitlines()]
    assert rows[0][:4] == ["RUN", "KIND", "DUE", "PRIORITY"]
    assert ["waits", "start", "2000-01-01T12:00:00.000Z", "3"] in [row[:4] for row in rows]


def test_queue_list_answers_in_json_the_most_urgent_first(queue: CommandLine) -> None:
    document = queue("queue", "list", "--json").document
    first = document["messages"][0]
    assert (first["run_id"], first["kind"], first["priority"]) == ("waits", "start", 3)
    assert (first["due"], document["is_more"]) == ("2000-01-01T12:00:00.000Z", False)


def test_queue_dead_shows_why_and_how_often(queue: CommandLine) -> None:
    done = queue("queue", "dead")
    head, row = done.out.splitlines()
    assert head.split() == ["RUN", "WORKFLOW", "DELIVERIES", "BURIED", "REASON"]
    assert row.split(maxsplit=4)[0:2] == ["dead", "process_order"]
    assert row.endswith("2000-01-01T12:00:00.000Z  step pay has no file")
    assert "queue revive RUN" in done.err
    (buried,) = queue("queue", "dead", "--json").document["buried"]
    assert (buried["run_id"], buried["reason"]) == ("dead", "step pay has no file")


def test_queue_revive_puts_a_buried_run_back(queue: CommandLine) -> None:
    done = queue("queue", "revive", "dead")
    assert (done.code, done.out) == (0, "run dead is back in the queue\n")
    assert queue("queue", "dead").out == "no buried runs\n"
    kinds = [(one["run_id"], one["kind"]) for one in queue("queue", "list", "--json").document["messages"]]
    assert ("dead", "resume") in kinds


def test_queue_revive_of_a_run_that_is_not_buried_does_nothing(queue: CommandLine) -> None:
    before = queue("queue", "list", "--json").document
    done = queue("queue", "revive", "waits", "--json")
    assert (done.code, done.document) == (0, {"runs": [{"run_id": "waits", "revived": False}]})
    assert queue("queue", "list", "--json").document == before


def test_queue_revive_of_an_unknown_run_revives_none(queue: CommandLine) -> None:
    done = queue("queue", "revive", "dead", "nobody")
    assert (done.code, "there is no run nobody" in done.err) == (2, True)
    assert len(queue("queue", "dead", "--json").document["buried"]) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("revive",), "wants a run"),
        (("list", "waits"), "queue list takes no run"),
        (("dead", "--limit", "0"), "--limit 0 shows nothing"),
        (("burn",), "invalid choice"),
    ],
)
def test_queue_refuses_what_makes_no_sense(queue: CommandLine, words: tuple[str, ...], told: str) -> None:
    done = queue("queue", *words)
    assert (done.code, told in done.err) == (2, True)


def test_inspect_queue_shows_both(queue: CommandLine) -> None:
    shown = queue("inspect", "queue").out
    assert "start" in shown
    assert "step pay has no file" in shown
    document = queue("inspect", "queue", "--json").document
    assert [run["run_id"] for run in document["buried"]] == ["dead"]
    assert document["messages"][0]["run_id"] == "waits"
    assert "takes no run" in queue("inspect", "queue", "waits").err


def test_queue_announces_what_a_limit_leaves_out(queue: CommandLine) -> None:
    queue("queue", "revive", "dead")
    done = queue("queue", "list", "--limit", "1")
    assert len(done.out.splitlines()) == 2
    assert "there are more" in done.err
    assert queue("inspect", "queue", "--limit", "1", "--json").document["is_more"] is True
