"""The command line as a process of its own: signals, closed pipes, a terminal, what it imports."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SLEEPER = 'async def flow() -> str:\n    "use workflow"\n    await sleep("1h")\n    return "rested"\n'
STUCK = """
async def flow() -> str:
    "use workflow"
    return await wait_for_the_other_end()

def wait_for_the_other_end() -> str:
    "use step"
    return open("fifo").read()
"""
ONE = """
async def flow() -> int:
    "use workflow"
    return await one()

async def one() -> int:
    "use step"
    return 1
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VM_WORLD", raising=False)
    return tmp_path


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "vm", *arguments]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def read_until(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdout is not None
    for row in process.stdout:
        if text in row:
            return
    raise AssertionError(f"the process ended without saying {text!r}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_parks_the_run_and_says_how_to_go_on(folder: Path, number: signal.Signals) -> None:
    (folder / "flow.py").write_text(SLEEPER)
    process = start("run", "flow.py", "--run-id", "r1")
    read_until(process, "sleeps 1h")
    process.send_signal(number)
    out, err = process.communicate()
    assert process.returncode == 130
    assert "parked" in out
    assert "go on:   python -m vm resume r1" in out
    assert err == ""
    resumed = start("resume", "r1", "--virtual-time", "2999-01-01", "--json")
    assert json.loads(resumed.communicate()[0])["output"] == "rested"


def test_interrupted_run_is_one_document_under_json(folder: Path) -> None:
    (folder / "flow.py").write_text(SLEEPER)
    process = start("run", "flow.py", "--run-id", "r1", "--json")
    assert process.stderr is not None
    for row in process.stderr:
        if "sleeps 1h" in row:
            break
    process.send_signal(signal.SIGINT)
    document = json.loads(process.communicate()[0])
    assert (process.returncode, document["status"], document["output"]) == (130, "running", None)


def test_second_signal_leaves_at_once_and_loses_nothing(folder: Path) -> None:
    (folder / "flow.py").write_text(STUCK)
    os.mkfifo(folder / "fifo")
    process = start("run", "flow.py", "--run-id", "r1")
    read_until(process, "wait_for_the_other_end()  started")
    process.send_signal(signal.SIGINT)
    read_until(process, "stopping")
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate()
    assert (process.returncode, "parked" in out) == (130, False)
    replayed = start("replay", "r1", "--json")
    assert json.loads(replayed.communicate()[0])["identical"] is True


def test_replay_and_inspect_work_while_another_process_drives_the_run(folder: Path) -> None:
    (folder / "flow.py").write_text(SLEEPER)
    process = start("run", "flow.py", "--run-id", "r1")
    read_until(process, "sleeps 1h")
    replayed, inspected, resumed = start("replay", "r1"), start("inspect", "waits"), start("resume", "r1")
    assert "identical: all 3 events of run r1 so far" in replayed.communicate()[0]
    assert "wait_1" in inspected.communicate()[0]
    assert "run-leased" in resumed.communicate()[1]
    assert resumed.returncode == 2
    process.send_signal(signal.SIGKILL)
    process.communicate()
    again = start("run", "flow.py", "--run-id", "r1", "--virtual-time", "2999-01-01", "--json")
    assert json.loads(again.communicate()[0])["output"] == "rested"


def test_run_goes_on_when_nobody_reads_its_progress_any_more(folder: Path) -> None:
    (folder / "flow.py").write_text(ONE)
    process = start("run", "flow.py", "--run-id", "r1")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 0
    shown = start("inspect", "run", "r1", "--json")
    assert json.loads(shown.communicate()[0])["output"] == 1


def read_terminal(leader: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(leader, 65536)
        except OSError:  # how Linux says that the other end is closed
            return
        if not data:
            return
        yield data


def test_run_on_a_terminal_is_live_and_coloured(folder: Path) -> None:
    (folder / "flow.py").write_text(ONE)
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "vm", "run", "flow.py", "--run-id", "r1"]
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=environment) as process:
        os.close(follower)
        text = b"".join(read_terminal(leader)).decode()
    os.close(leader)
    assert process.returncode == 0
    assert "\x1b[32m" in text
    assert "╭─" in text
    assert "run r1" in text


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["explain", "deadlock"]])
def test_help_imports_nothing_heavy(folder: Path, arguments: list[str]) -> None:
    code = (
        "import sys; from vm.face.cli.main import main\n"
        f"main({arguments!r})\n"
        "heavy = {'trio', 'rich', 'sqlite3', 'sqlite_utils', 'RestrictedPython', 'asyncio'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_piped_run_imports_no_terminal_library(folder: Path) -> None:
    (folder / "flow.py").write_text(ONE)
    code = (
        "import sys; from vm.face.cli.main import main\n"
        "main(['run', 'flow.py'])\n"
        "print(sorted({'rich', 'pygments', 'sqlite_utils', 'click', 'asyncio'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_second_signal_ends_a_run_whose_body_lets_nobody_else_turn(folder: Path) -> None:
    (folder / "flow.py").write_text('async def flow() -> None:\n    "use workflow"\n    while True:\n        pass\n')
    process = start("run", "flow.py", "--run-id", "r1")
    read_until(process, "run r1")
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130


@pytest.mark.parametrize("arguments", [(), ("--json",)])
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_full_disk_behind_stdout_is_told_and_costs_the_run_nothing(folder: Path, arguments: tuple[str, ...]) -> None:
    (folder / "flow.py").write_text(ONE)
    command = [sys.executable, "-m", "vm", "run", "flow.py", "--run-id", "r1", *arguments]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "error: the output could not be written: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    shown = start("inspect", "run", "r1", "--json")
    assert json.loads(shown.communicate()[0])["output"] == 1


@pytest.mark.parametrize("name", ["random", "json", "trio"])
def test_workflow_file_may_have_the_name_of_a_module_that_we_need(folder: Path, name: str) -> None:
    (folder / f"{name}.py").write_text(ONE)
    process = start("run", f"{name}.py", "--json")
    assert json.loads(process.communicate()[0])["output"] == 1


def test_helpers_of_the_current_folder_are_found_before_installed_ones(folder: Path) -> None:
    (folder / "rich.py").write_text("def one():\n    return 1\n")
    (folder / "flow.py").write_text("import rich\n" + ONE.replace("    return 1", "    return rich.one()"))
    process = start("run", "flow.py", "--json")
    assert json.loads(process.communicate()[0])["output"] == 1


def test_commands_work_without_docstrings(folder: Path) -> None:
    (folder / "flow.py").write_text(ONE)
    command = [sys.executable, "-OO", "-m", "vm", "run", "flow.py", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["output"] == 1
