"""Where output goes, and what happens when nobody reads it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from tests.cli.conftest import Terminal
from vm.face.cli.screen import Outlet, Screen
from vm.face.cli.text import line


def test_plain_screen_shows_progress_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    with Screen() as screen:
        screen.show([line(("done", "bold green"))], title="run")
        screen.show_error([line("oh")])
    assert capsys.readouterr() == ("done\n", "oh\n")


def test_json_screen_leaves_stdout_to_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    with Screen(is_json=True) as screen:
        screen.show([line("progress")])
        print("printed by a step")
        screen.answer({"a": "ü\ud800"})
    out, err = capsys.readouterr()
    assert json.loads(out) == {"a": "ü\ud800"}
    assert err == "progress\nprinted by a step\n"


def test_json_screen_leads_child_processes_to_stderr() -> None:
    code = (
        "import subprocess, sys; from vm.face.cli.screen import Screen\n"
        "with Screen(is_json=True) as screen:\n"
        "    subprocess.run(['echo', 'from a child'], check=True)\n"
        "    screen.answer([1])\n"
        "print('after')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[1]\nafter\n", "from a child\n")


def test_outlet_swallows_what_is_written_once_its_reader_is_gone() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stream:
        outlet = Outlet(stream)
        outlet.write("x" * 100_000)
        outlet.flush()
        assert outlet.is_closed
        outlet.write("more")
        outlet.flush()


def test_outlet_spells_out_what_its_encoding_lacks() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    outlet = Outlet(stream)
    outlet.write("naïve ❯")
    outlet.flush()
    assert raw.getvalue() == b"na\\xefve \\u276f"


def test_terminal_gets_colour_and_a_panel(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    with Screen() as screen:
        screen.show([line(("done", "bold green"))], title="run r", style="green")
        screen.show_table(["id", "text"], [["step_1", "[bold]not markup[/bold]"]])
    text = terminal.getvalue()
    assert "\x1b[" in text
    assert "run r" in text
    assert "[bold]not markup[/bold]" in text


def test_terminal_gets_no_colour_when_the_user_wants_none(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    with Screen() as screen:
        screen.show([line(("done", "green"))])
    assert "\x1b[32m" not in terminal.getvalue()


def test_dumb_terminal_gets_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "dumb")
    with Screen() as screen:
        screen.show([line(("done", "green"))])
        screen.show_error([line(("oh", "red"))])
    assert terminal.getvalue() == "done\noh\n"


def test_error_on_a_terminal_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    with Screen() as screen:
        screen.show_error([line(("oh", "red"))])
    assert "\x1b[31moh" in terminal.getvalue()


@pytest.mark.parametrize("is_json", [False, True])
def test_screen_without_any_stream_shows_nothing(monkeypatch: pytest.MonkeyPatch, is_json: bool) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    with Screen(is_json=is_json) as screen:
        screen.show([line("done")])
        screen.show_error([line("oh")])
        screen.answer({})
    assert screen.out.is_closed
