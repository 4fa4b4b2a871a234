"""`check` replays the open runs of a world against the files that are checked."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Sequence

import pytest
import trio

from tests.cli.conftest import CommandLine
from tests.cli.sarif import faults_of
from vm.core.journal import Entry
from vm.face.cli import proving
from vm.face.embed import open_vm
from world.sqlite import SqliteWorld

ORDER = """
    async def process_order(order_id: str) -> dict:
        "use workflow"
        charge = await charge_card(order_id)
        await sleep("30d")
        return {"charge": charge}

    def charge_card(order_id: str) -> str:
        "use step"
        return "paid"
"""
CHANGED = ORDER.replace("charge_card(order_id)\n", "charge_card(order_id + '!')\n")
SLEEPY = """
    async def flow() -> int:
        "use workflow"
        await sleep("1d")
        return len(await charge(1))

    def charge(x: int) -> str:
        "use step"
        return "paid"
"""


async def park(run_id: str, order_id: str) -> None:
    """Drive a run of `order.py` until it sleeps, and leave it."""
    sleeps = trio.Event()

    def observe(_: str, entries: Sequence[Entry]) -> None:
        if any(entry.event.type == "wait_created" for entry in entries):
            sleeps.set()

    async with open_vm("sqlite:.vm/world.db", observer=observe) as vm:
        await vm.start_with("order.py", [order_id], run_id=run_id)
        await sleeps.wait()


@pytest.fixture
def parked(cli: CommandLine) -> CommandLine:
    """Three runs of `order.py`, one over, one asleep, one that has not begun; and an open one of another file."""
    cli.write("order.py", ORDER)
    cli.write("sleepy.py", SLEEPY)
    cli("run", "order.py", "--args", '["41"]', "--run-id", "over", "--virtual-time")
    trio.run(park, "r1", "42")
    cli("start", "order.py", "--args", '["43"]', "--run-id", "r2")
    cli("start", "sleepy.py", "--run-id", "r3")
    return cli


def test_open_runs_are_replayed_against_the_file(parked: CommandLine) -> None:
    done = parked("check", "order.py", "--json")
    assert done.code == 0
    workflow = "workflow//order.py//process_order"
    assert done.document["runs"] == [
        {"run_id": "r2", "workflow": workflow, "identical": True, "position": None},
        {"run_id": "r1", "workflow": workflow, "identical": True, "position": None},
    ]
    assert parked("check", ".").out == "2 files checked, 3 open runs replayed: 0 refusals, 0 warnings\n"


def test_run_that_would_go_another_way_is_a_finding_with_its_place(parked: CommandLine) -> None:
    parked.write("order.py", CHANGED)
    done = parked("check", "order.py", "--json")
    assert (done.code, done.document["is_accepted"]) == (4, False)
    assert [(run["run_id"], run["identical"]) for run in done.document["runs"]] == [("r2", True), ("r1", False)]
    (finding,) = done.document["findings"]
    place = [finding[name] for name in ("file", "line", "code", "severity")]
    assert place == ["order.py", 3, "replay-diverged", "refusal"]
    assert "of run r1: the journal holds step charge_card" in finding["message"]


def test_run_without_a_place_of_difference_is_found_at_the_workflow(parked: CommandLine) -> None:
    with sqlite3.connect(".vm/world.db") as database:
        database.execute("update journal set body = replace(body, '\"42\"', '\"44\"') where position = 1")
    database.close()
    done = parked("check", "order.py", "--json")
    assert done.code == 4
    (finding,) = done.document["findings"]
    assert (finding["line"], finding["code"]) == (1, "journal-corrupt")


def test_divergence_has_a_rule_in_every_form(parked: CommandLine) -> None:
    parked.write("order.py", CHANGED)
    assert parked("check", "order.py", "--format", "github").out.count("title=replay-diverged::replay diverged at") == 1
    document = parked("check", "order.py", "--format", "sarif").document
    assert faults_of(document) == []
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["replay-diverged"]


def test_refused_file_is_not_replayed_against(parked: CommandLine) -> None:
    parked.write("order.py", CHANGED + "\n    open('x')\n")
    done = parked("check", "order.py", "--json")
    assert (done.code, done.document["runs"]) == (2, [])


def test_refusals_and_divergences_together_are_refusals(parked: CommandLine) -> None:
    parked.write("order.py", CHANGED)
    parked.write("sleepy.py", SLEEPY + "\n    open('x')\n")
    assert parked("check", ".").code == 2


def test_runs_are_left_alone_when_nobody_wants_them(parked: CommandLine) -> None:
    parked.write("order.py", CHANGED)
    done = parked("check", "order.py", "--no-runs", "--json")
    assert (done.code, done.document["runs"]) == (0, [])


def test_text_on_standard_input_is_proved_too(parked: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = SLEEPY.replace('"1d"', '"2d"')
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"if True:\n" + typed.encode())))
    done = parked("check", "-", "--stdin-name", "sleepy.py", "--json")
    assert (done.code, done.document["findings"]) == (0, [])  # it has not slept yet
    assert [run["run_id"] for run in done.document["runs"]] == ["r3"]


def test_run_knows_the_steps_that_it_was_started_with(cli: CommandLine) -> None:
    cli.write("flow.py", 'async def flow():\n    "use workflow"\n    return await use_step("charge")()\n')
    cli.write("steps.py", 'def charge():\n    "use step"\n    return 1\n')
    cli("start", "flow.py", "--steps", "steps.py", "--run-id", "r1")
    assert cli("check", "flow.py", "--steps", "steps.py").out.startswith("1 file checked, 1 open run replayed: 0 refus")


@pytest.mark.parametrize("world", [None, "memory:"])
def test_check_makes_no_world(world: str | None, cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    if world is not None:
        monkeypatch.setenv("VM_WORLD", world)
    cli.write("order.py", ORDER)
    assert cli("check", "order.py").code == 0
    assert [path.name for path in cli.folder.iterdir()] == ["order.py"]


def test_world_that_is_named_has_to_be_there(cli: CommandLine) -> None:
    cli.write("order.py", ORDER)
    done = cli("check", "order.py", "--world", "sqlite:elsewhere.db")
    assert (done.code, "there is no world at elsewhere.db" in done.err) == (2, True)
    SqliteWorld("elsewhere.db").close()
    assert cli("check", "order.py", "--world", "sqlite:elsewhere.db").code == 0


def test_url_that_is_none_is_refused(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VM_WORLD", "elsewhere.db")
    cli.write("order.py", ORDER)
    assert "is not the URL of a world" in cli("check", "order.py").err


def test_all_runs_are_replayed_when_asked_for(parked: CommandLine) -> None:
    assert (
        parked("check", "order.py", "--runs", "all").out == "1 file checked, 3 runs replayed: 0 refusals, 0 warnings\n"
    )
    parked.write("order.py", CHANGED)
    done = parked("check", "order.py", "--runs", "all")
    assert done.code == 4
    table = done.out.splitlines()[-3:]
    assert table[0].split() == ["RUN", "WORKFLOW", "EVENT", "WHAT", "WHERE"]
    assert sorted(row.split()[0] for row in table[1:]) == ["over", "r1"]
    assert all(row.split()[1:] == ["process_order", "3", "replay-diverged", "order.py:3"] for row in table[1:])


def test_many_runs_are_shared_between_processes(parked: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "FEWEST", 1)
    monkeypatch.setattr(proving, "CHUNK", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    alone = parked("check", "order.py", "--runs", "all", "--json").document
    assert [run["run_id"] for run in alone["runs"]] == ["r2", "r1", "over"]
    assert all(run["identical"] for run in alone["runs"])
    parked.write("order.py", CHANGED)
    done = parked("check", "order.py", "--runs", "all", "--json")
    assert (done.code, [run["position"] for run in done.document["runs"]]) == (4, [None, 3, 3])


def test_runs_are_wanted_or_not(parked: CommandLine) -> None:
    assert "ask for two things" in parked("check", "order.py", "--runs", "all", "--no-runs").err


def test_world_whose_runs_are_asked_for_has_to_be_there(cli: CommandLine) -> None:
    cli.write("order.py", ORDER)
    done = cli("check", "order.py", "--runs", "open")
    assert (done.code, "there is no world at" in done.err) == (2, True)
