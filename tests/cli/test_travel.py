"""`replay` as a way through a run's past."""

from __future__ import annotations

import io

import pytest

from tests.cli.conftest import CommandLine
from vm.face.cli import debugger
from vm.face.cli.loading import load_file, open_export
from vm.face.cli.proofs import load_own

SOURCE = """
    async def main(items):
        "use workflow"
        total = 0
        for item in items:
            total += await look_up(item)
        await sleep("1d")
        return total

    async def look_up(item):
        "use step"
        return len(item)
"""


@pytest.fixture
def run(cli: CommandLine) -> CommandLine:
    cli.write("shop.py", SOURCE)
    cli("run", "shop.py", "--args", '[["tea", "pots"]]', "--run-id", "r1", "--virtual-time")
    return cli


def test_break_shows_where_a_task_first_waits_at_a_line(run: CommandLine) -> None:
    done = run("replay", "r1", "--break", "shop.py:5", "--locals")
    assert done.out.startswith("event 2: run_started")
    assert "item = 'tea'" in done.out
    assert "it stands there at events 3, 4, 5, 6, 7 as well" in done.out
    document = run("replay", "r1", "--break", "shop.py:6", "--json").document
    assert (document["stops"], document["moment"]["position"]) == ([8, 9], 8)


def test_break_where_nobody_waits_says_where_they_do(run: CommandLine) -> None:
    done = run("replay", "r1", "--break", "shop.py:3")
    assert (done.code, "tasks wait at shop.py:5, shop.py:6" in done.err) == (2, True)
    assert "write FILE:LINE" in run("replay", "r1", "--break", "shop.py").err


def test_watch_follows_a_variable(run: CommandLine) -> None:
    assert [row.split()[-1] for row in run("replay", "r1", "--watch", "total").out.splitlines()] == [
        "TOTAL",
        "0",
        "3",
        "7",
        "(gone)",
    ]
    history = run("replay", "r1", "--watch", "main.total", "--json").document["history"]
    assert [(one["position"], one["line"], one["value"]) for one in history[:2]] == [(2, 5, 0), (5, 5, 3)]
    assert "no frame of run r1 ever has a variable x" in run("replay", "r1", "--watch", "x").err


def test_diff_says_what_changed(run: CommandLine) -> None:
    out = run("replay", "r1", "--diff", "3", "8").out
    assert "~ main.total: 0 → 7" in out
    assert "moved from shop.py:5 in main to shop.py:6 in main" in out
    document = run("replay", "r1", "--diff", "3", "-1", "--json").document
    assert (document["from"], document["to"], document["ended"]) == (3, 11, ["the body"])
    assert run("replay", "r1", "--diff", "3", "3").out.endswith("nothing differs\n")


def type_in(monkeypatch: pytest.MonkeyPatch, *commands: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{command}\n" for command in commands)))


def test_step_walks_by_hand(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(
        monkeypatch, "n", "", "b", "s look_up", "l 6", "p total * 2", "p open(total)", "e -1", "e 4", "v", "w", "h", "q"
    )
    out = run("replay", "r1", "--step").out
    positions = [row.split("event ")[1].split(":")[0] for row in out.splitlines() if ") event " in row]
    assert positions[:5] == ["2", "3", "2", "3", "8"]
    assert "open(total) cannot be evaluated: open is not available" in out
    assert "(r1:8) 14" in out
    assert "the run is completed" in out
    assert "item = 'tea'" in out
    assert "evaluate in the sandbox" in out


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("x", "x is no command"),
        ("b", "the journal has no event there"),
        ("e 99", "its events are 1 to 11"),
        ("e x", "'x' is no event"),
        ("l 99", "no task waits at shop.py:99 any more"),
        ("s other", "step other is not asked for any more"),
        ("p", "there is nothing to evaluate"),
    ],
)
def test_step_says_what_a_command_cannot_do(
    command: str, told: str, run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, command)
    done = run("replay", "r1", "--step")
    assert (done.code, told in done.out) == (0, True)


def test_step_begins_where_it_is_told_to(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, "q")
    assert run("replay", "r1", "--step", "--at", "8").out.startswith("event 8: the result of step_2")


def test_pdb_sees_the_frames_of_the_body(run: CommandLine) -> None:
    run("export", "r1", "-o", "r1.vmrun")
    world = open_export(load_file("r1.vmrun"))
    program, out = load_own(world, world.get_run("r1")), io.StringIO()
    commands = io.StringIO("w\np total\nl\nq\n")
    debugger.debug(program, "r1", world.read_journal("r1"), 8, stdin=commands, stdout=out, nosigint=True)
    assert "shop.py(6)main()" in out.getvalue()
    assert "7" in out.getvalue().split("(Pdb)")[2]
    assert '->\t    await sleep("1d")' in out.getvalue()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--at", "1", "--pdb"), "at event 1 the body stands nowhere"),
        (("--pdb",), "go with --at"),
        (("--step", "--watch", "total"), "show different things"),
        (("--step", "--json"), "are for people"),
        (("--watch", "total", "--against", "shop.py"), "--against at what would run"),
        (("--diff", "1", "99"), "has no event 99"),
    ],
)
def test_what_cannot_be_shown_is_refused(words: tuple[str, ...], told: str, run: CommandLine) -> None:
    done = run("replay", "r1", *words)
    assert done.code == 2
    assert told in done.err + done.out
