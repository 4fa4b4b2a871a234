"""`--isolate`: the same runs behind a process wall, and what is said when that ends one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from vm.host.isolation import REAL_SECONDS, Isolation

VIRTUAL = ("--virtual-time", "2000-01-01")
INPUT = ("--args", '["42"]', "--seed", "s", *VIRTUAL)

HUNGRY = """
async def hungry():
    "use workflow"
    pieces = []
    while True:
        pieces.append("a" * 1_000_000 + str(len(pieces)))
"""


def test_an_isolated_run_has_the_journal_of_one_that_is_not(order: CommandLine) -> None:
    isolated = order("run", "order.py", "--run-id", "r", *INPUT, "--isolate", "--json").document
    assert isolated["status"] == "completed"
    plain = order("run", "order.py", "--run-id", "r", *INPUT, "--world", "sqlite:other.db", "--json").document
    assert plain["journal_hash"] == isolated["journal_hash"]


def test_replay_is_identical_on_either_side_of_the_wall(order: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    order("run", "order.py", "--run-id", "r", *INPUT)
    monkeypatch.setenv("VM_ISOLATE", "1")
    for options in ((), ("--isolate",), ("--max-memory", "256")):
        assert "identical: all 14 events" in order("replay", "r", *options).out


def test_a_divergence_names_its_line_across_the_wall(order: CommandLine) -> None:
    order("run", "order.py", "--run-id", "r", *INPUT)
    text = Path("order.py").read_text()
    order.write("newer.py", text.replace("charge", "charge_more"))
    plain = order("replay", "r", "--against", "newer.py")
    isolated = order("replay", "r", "--against", "newer.py", "--isolate")
    assert (isolated.code, isolated.err) == (4, plain.err)


def test_a_limit_parks_the_run_and_says_which(order: CommandLine) -> None:
    order.write("hungry.py", HUNGRY)
    done = order("run", "hungry.py", "--run-id", "r", "--max-memory", "128")
    assert done.code == 2
    assert "error: the process of run r was ended: it wanted more than 128 MiB of memory" in done.err
    assert "python -m vm resume r --isolate" in done.err
    assert order("inspect", "run", "r", "--json").document["status"] == "pending"
    again = order("resume", "r", "--max-memory", "128", "--json")
    assert (again.code, again.document["error"]["slug"]) == (2, "body-killed")
    assert order("replay", "r").code == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--max-memory", "5"), "memory_mb of an isolated body has to be at least 128"),
        (("--max-cpu", "0"), "cpu_seconds of an isolated body has to be at least 1"),
        (("--max-cpu", "x"), "--max-cpu: invalid int value: 'x'"),
    ],
)
def test_limits_that_are_none_are_refused(options: tuple[str, ...], words: str, order: CommandLine) -> None:
    done = order("run", "order.py", "--isolate", *options)
    assert (done.code, words in done.err) == (2, True), done.err


def test_an_environment_that_says_neither_is_refused(order: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VM_ISOLATE", "maybe")
    done = order("run", "order.py", *INPUT)
    assert (done.code, "$VM_ISOLATE is 'maybe'" in done.err) == (2, True)


@pytest.mark.parametrize("command", ["run", "resume", "replay", "serve"])
def test_help_tells_of_the_wall_and_its_limits(command: str, order: CommandLine) -> None:
    told = order(command, "--help").out
    for option, default in (("--isolate", "$VM_ISOLATE"), ("--max-memory MB", "512"), ("--max-cpu S", "10")):
        assert option in told
        assert default in told
    limits = Isolation()
    assert (limits.memory_mb, limits.cpu_seconds, limits.real_seconds) == (512, 10, REAL_SECONDS)


FAILING = """
async def failing(order: str = "A-7"):
    "use workflow"
    raise ValueError(order)
"""
VARIABLE = "      order = 'A-7'\n"


def test_failure_behind_the_wall_is_shown_as_it_was_recorded(order: CommandLine) -> None:
    order.write("failing.py", FAILING)
    plain = order("run", "failing.py", "--run-id", "p").out
    walled = order("run", "failing.py", "--run-id", "w", "--isolate").out
    assert "ValueError: A-7" in walled
    assert (VARIABLE in plain, VARIABLE in walled) == (True, False)


def test_inspect_looks_into_a_body_only_when_asked_to(order: CommandLine) -> None:
    order.write("failing.py", FAILING)
    order("run", "failing.py", "--run-id", "w", "--isolate")
    assert VARIABLE not in order("inspect", "run", "w").out
    assert VARIABLE in order("inspect", "run", "w", "--locals").out


@pytest.mark.parametrize(
    "words",
    [
        ("replay", "r", "--at", "3"),
        ("replay", "r", "--watch", "order_id"),
        ("report", "r"),
        ("diff", "r", "r"),
        ("inspect", "run", "r", "--locals"),
        ("inspect", "run", "r", "--all-frames"),
    ],
)
def test_nothing_looks_into_a_body_that_is_to_be_kept_behind_the_wall(
    words: tuple[str, ...], order: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    order("run", "order.py", "--run-id", "r", *INPUT)
    monkeypatch.setenv("VM_ISOLATE", "1")
    done = order(*words)
    assert (done.code, "looks into the body" in done.err) == (2, True)


def test_source_is_shown_without_its_events_where_bodies_are_behind_the_wall(
    order: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    order("run", "order.py", "--run-id", "r", *INPUT)
    assert "←" in order("inspect", "bundle", "r").out
    monkeypatch.setenv("VM_ISOLATE", "1")
    assert "←" not in order("inspect", "bundle", "r").out
