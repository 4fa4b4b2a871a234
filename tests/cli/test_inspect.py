"""`inspect`: every view as a table and as a document."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

import pytest

from tests.cli.conftest import CommandLine, Terminal
from vm.face.cli.main import main

VIRTUAL = ("--virtual-time", "2000-01-01")


@pytest.fixture
def world(order: CommandLine) -> CommandLine:
    """Two runs that ended and one that has not begun."""
    order("run", "order.py", "--args", '["42"]', "--run-id", "good", *VIRTUAL)
    order("run", "order.py", "--args", '["42", 500]', "--run-id", "bad", *VIRTUAL)
    order("start", "order.py", "--args", '["43"]', "--run-id", "open")
    return order


def test_inspect_runs_lists_the_newest_first(world: CommandLine) -> None:
    done = world("inspect", "runs")
    assert [row.split()[:2] for row in done.out.splitlines()[1:]] == [
        ["open", "pending"],
        ["bad", "failed"],
        ["good", "completed"],
    ]
    assert [run["run_id"] for run in world("inspect", "runs", "--json").document["runs"]] == ["open", "bad", "good"]


def test_inspect_run_says_what_it_waits_for(cli: CommandLine) -> None:
    cli.write(
        "flow.py",
        """
        import os, signal
        from vm import gather

        async def flow() -> None:
            "use workflow"
            await gather(sleep("1h"), interrupt())

        def interrupt() -> None:
            "use step"
            os.kill(os.getpid(), signal.SIGINT)
            raise RuntimeError("try again")
        """,
    )
    assert cli("run", "flow.py", "--run-id", "r1").code == 130
    out = cli("inspect", "run", "r1").out
    assert "waits for step_2  interrupt()" in out
    assert "waits for wait_1  until " in out


def test_inspect_run_says_that_it_waits_for_hooks_and_children(cli: CommandLine) -> None:
    cli.write(
        "flow.py",
        """
        from vm import create_hook, gather, start

        async def parent() -> None:
            "use workflow"
            await gather(start(child).result(), create_hook("answer"), stop())

        async def child() -> None:
            "use workflow"
            await sleep("1h")

        def stop() -> None:
            "use step"
            import os, signal
            os.kill(os.getpid(), signal.SIGINT)
        """,
    )
    assert cli("run", "flow.py", "--workflow", "parent", "--run-id", "r1").code == 130
    out = cli("inspect", "run", "r1").out
    assert "waits for child_1  run r1.1" in out
    assert "waits for hook_2  payloads for answer" in out


def test_run_that_continued_names_its_successor_and_waits_for_nothing(cli: CommandLine) -> None:
    cli.write(
        "flow.py",
        """
        from vm import continue_as_new, start

        async def parent(more: bool = True) -> str:
            "use workflow"
            start(child)
            if more:
                continue_as_new(False)
            return "done"

        async def child() -> None:
            "use workflow"
            await sleep("1h")
        """,
    )
    run = cli("run", "flow.py", "--workflow", "parent", "--run-id", "r1", "--virtual-time")
    assert "go on:   python -m vm resume r1:2" in run.out
    shown = cli("inspect", "run", "r1").out
    assert "goes on   as run r1:2" in shown
    assert "waits for" not in shown
    assert cli("inspect", "run", "r1", "--json").document["next"] == "r1:2"
    assert 'result:  "done"' in cli("resume", "r1:2", "--virtual-time").out


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (("--status", "failed"), ["bad"]),
        (("--workflow", "process_order"), ["open", "bad", "good"]),
        (("--workflow", "other"), []),
        (("--since", "1h"), ["open", "bad", "good"]),
        (("--since", "2999-01-01"), []),
    ],
)
def test_inspect_runs_filters(world: CommandLine, filters: tuple[str, ...], found: list[str]) -> None:
    runs = world("inspect", "runs", *filters, "--json").document["runs"]
    assert [run["run_id"] for run in runs] == found


def test_inspect_runs_says_so_when_there_are_more(world: CommandLine) -> None:
    done = world("inspect", "runs", "--limit", "2")
    assert len(done.out.splitlines()) == 3
    assert "there are more" in done.err
    assert "the next page: --after bad" in done.err
    assert world("inspect", "runs", "--limit", "2", "--json").document["is_more"] is True
    behind = world("inspect", "runs", "--limit", "2", "--after", "bad", "--json").document
    assert ([run["run_id"] for run in behind["runs"]], behind["is_more"]) == (["good"], False)


def test_inspect_runs_of_none_says_so(world: CommandLine) -> None:
    assert world("inspect", "runs", "--status", "cancelled").out == "no runs\n"


def test_inspect_runs_refuses_a_status_that_is_none(world: CommandLine) -> None:
    done = world("inspect", "runs", "--status", "done")
    assert (done.code, "pending, running, completed, failed, cancelled" in done.err) == (2, True)


def test_inspect_run_shows_call_result_and_hash(world: CommandLine) -> None:
    out = world("inspect", "run", "good").out
    assert 'call      process_order("42")' in out
    assert 'result    {"order": "42", "charge": "paid"}' in out
    assert "steps     2, 0 open" in out


def test_inspect_run_shows_a_failure_with_its_lines(world: CommandLine) -> None:
    out = world("inspect", "run", "bad").out
    assert "StepFailed: step charge_card failed after 4 attempts" in out
    assert "in check" in out


def test_inspect_run_document_holds_what_run_prints(world: CommandLine) -> None:
    ran = world("resume", "good", "--json").document
    shown = world("inspect", "run", "good", "--json").document
    assert {name: shown[name] for name in ran} == ran
    assert (shown["seed"], shown["steps"]) == ("good", 2)


def test_inspect_steps_shows_attempts_durations_and_errors(world: CommandLine) -> None:
    out = world("inspect", "steps", "bad").out
    row = next(row for row in out.splitlines() if "charge_card" in row)
    assert row.split()[:4] == ["step_1", "charge_card", "failed", "4"]
    assert row.endswith("ValueError: too much")
    step = world("inspect", "steps", "bad", "--json").document["steps"][0]
    assert [attempt["outcome"] for attempt in step["attempts"]] == ["failed"] * 4
    assert step["attempts"][0]["next_attempt"] == "2000-01-01T00:00:00.300Z"
    assert step["error"]["frames"][-1]["function"] == "check"


def test_inspect_events_shows_position_type_id_time_and_details(world: CommandLine) -> None:
    rows = world("inspect", "events", "good").out.splitlines()
    assert rows[0].split() == ["POSITION", "TYPE", "ID", "TIME", "DETAILS"]
    assert rows[4].split()[:4] == ["4", "step_created", "step_1", "2000-01-01T00:00:00.000Z"]
    assert rows[4].endswith('charge_card("42", 5)')
    assert 'result="paid"' in "\n".join(rows)
    assert "until=2000-01-31T00:00:00.300Z" in "\n".join(rows)


def test_inspect_events_cuts_no_value_off(cli: CommandLine) -> None:
    cli.write("flow.py", 'async def flow(text: str) -> str:\n    "use workflow"\n    return text\n')
    cli("run", "flow.py", "--args", json.dumps(["x" * 500]), "--run-id", "r1")
    assert cli("inspect", "events", "r1").out.count("x" * 500) == 2


def test_inspect_events_raw_prints_the_canonical_bytes(world: CommandLine) -> None:
    rows = world("inspect", "events", "good", "--raw").out.splitlines()
    assert [json.loads(row)["type"] for row in rows][:3] == ["run_created", "run_started", "log_written"]
    document = world("inspect", "events", "good", "--raw", "--json", "--limit", "1").document
    assert document["events"][0]["raw"] == rows[0]
    assert document["is_more"] is True


def test_inspect_events_in_json_spells_values_out(world: CommandLine) -> None:
    events = world("inspect", "events", "good", "--json").document["events"]
    created = next(event for event in events if event["type"] == "step_created")
    assert (created["position"], created["correlation_id"], created["time"]) == (
        4,
        "step_1",
        "2000-01-01T00:00:00.000Z",
    )
    retrying = next(event for event in events if event["type"] == "step_retrying")
    assert retrying["notes"]["trace"][0][2] == "charge_card"


@pytest.mark.parametrize("view", ["steps", "events"])
def test_inspect_announces_what_a_limit_leaves_out(world: CommandLine, view: str) -> None:
    done = world("inspect", view, "good", "--limit", "1")
    assert "these are 1 of" in done.err


def test_inspect_waits_shows_what_is_due(cli: CommandLine) -> None:
    cli.write("flow.py", 'async def flow() -> None:\n    "use workflow"\n    await sleep("1h")\n')
    cli("start", "flow.py", "--run-id", "r1")
    assert cli("inspect", "waits").out == "no waits\n"
    with sqlite3.connect(".vm/world.db") as database:  # as a host would leave it that was killed in the sleep
        for number in (1, 2):
            database.execute(
                "insert into waits (run_key, correlation_id, kind, due_ms) select run_key, ?, 'sleep', 946684800000"
                " from runs",
                (f"wait_{number}",),
            )
    database.close()
    assert "r1   wait_1  sleep  2000-01-01T00:00:00.000Z" in cli("inspect", "waits").out
    assert "these are 1 of 2" in cli("inspect", "waits", "r1", "--limit", "1").err
    assert cli("inspect", "waits", "--json").document["waits"][1] == {
        "run_id": "r1",
        "correlation_id": "wait_2",
        "kind": "sleep",
        "due": "2000-01-01T00:00:00.000Z",
    }


@pytest.mark.parametrize("view", [("run",), ("steps",), ("events",), ("events", "--json")])
def test_inspect_of_a_journal_that_holds_no_event_names_it(world: CommandLine, view: tuple[str, ...]) -> None:
    with sqlite3.connect(".vm/world.db") as database:
        database.execute("update journal set body = 'nonsense' where position = 4")
    database.close()
    name, *more = view
    done = world("inspect", name, "good", *more)
    assert done.code == 4
    assert "event 4 of run good is damaged" in done.err


def watching(monkeypatch: pytest.MonkeyPatch, between: Callable[[], object]) -> Terminal:
    """Have people watch, and something happen between two looks."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("time.sleep", lambda _: between())
    return terminal


def test_runs_are_watched_until_ctrl_c(world: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([None, KeyboardInterrupt()])

    def between() -> None:
        error = next(looks)
        if error is not None:
            raise error

    terminal = watching(monkeypatch, between)
    assert main(["inspect", "runs", "--watch"]) == 0
    assert terminal.getvalue().count("\x1b[2J") == 2
    assert terminal.getvalue().count("pending") == 2


def test_run_is_watched_until_it_ends(world: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watching(monkeypatch, lambda: pytest.fail("it is over"))
    assert main(["inspect", "run", "good", "--watch"]) == 0
    assert "step_1" in terminal.getvalue()
    assert "█" in terminal.getvalue()


def test_only_terminals_watch(world: CommandLine) -> None:
    assert "--watch is for terminals" in world("inspect", "runs", "--watch").err


def test_stream_is_followed_rather_than_watched(world: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    watching(monkeypatch, lambda: None)
    assert main(["inspect", "stream", "good", "--watch"]) == 2


def test_inspect_run_shows_what_went_on_as_bars(world: CommandLine) -> None:
    rows = [row for row in world("inspect", "run", "good").out.splitlines() if row.startswith(("step_", "wait_"))]
    assert [row.split()[:2] for row in rows] == [
        ["step_1", "charge_card"],
        ["step_2", "reserve"],
        ["wait_3", "sleep"],
    ]
    assert rows[2].split()[2] == "30d"


def test_inspect_step_shows_one_step_whole(world: CommandLine) -> None:
    out = world("inspect", "step", "bad", "step_1").out
    assert 'call      charge_card("42", 500)' in out
    rows = [row.split() for row in out.splitlines() if row[:1].isdigit()]
    assert [row[:2] for row in rows] == [[str(number), "failed"] for number in range(1, 5)]
    assert "ValueError: too much" in out
    assert 'raise ValueError("too much") from error' in out
    assert world("inspect", "step", "good", "step_2", "--json").document["result"] is True
    assert 'result    "paid"' in world("inspect", "step", "good", "step_1").out


def test_inspect_step_wants_one_that_is_there(world: CommandLine) -> None:
    assert "its steps are step_1, step_2" in world("inspect", "step", "good", "step_9").err
    assert "wants a step" in world("inspect", "step", "good").err
    assert "wants a step" in world("inspect", "steps", "good", "step_1").err


def test_inspect_bundle_shows_the_source_with_the_events_of_each_line(world: CommandLine) -> None:
    out = world("inspect", "bundle", "good").out
    assert out.startswith("order.py\n    1 │ from vm import")
    assert '    5 │     print("processing", order_id)   ← 3\n' in out
    (file,) = world("inspect", "bundle", "good", "--json").document["files"]
    assert (file["file"], file["events"]["5"]) == ("order.py", [3])
    created, completed = file["events"]["7"]
    assert completed == created + 1
    assert f'    7 │     await sleep("30d")   ← {created}-{completed}\n' in out
