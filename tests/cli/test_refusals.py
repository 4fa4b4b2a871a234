"""Whatever a user may do wrong: one screen, the way out, the right exit code; never a bare traceback."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, Result

ONE = 'async def one(n: int = 1) -> int:\n    "use workflow"\n    return n\n'
TWO = ONE + '\nasync def two() -> int:\n    "use workflow"\n    return 2\n'

SOURCES = {
    "one.py": ONE,
    "two.py": TWO,
    "none.py": "x = 1\n",
    "syntax.py": "def f(:\n",
    "near.py": 'async def f() -> int:\n    "use workflw"\n    return 1\n',
    "opens.py": 'async def f() -> str:\n    "use workflow"\n    return open("x").read()\n',
    "exits.py": "import sys\nsys.exit(3)\n" + ONE,
    "raises.py": "1 / 0\n" + ONE,
}

USAGE = [
    ((), "no command was given"),
    (("bogus",), "there is no command 'bogus'"),
    (("--bogus",), "'--bogus' is not a command"),
    (("run",), "FILE is missing"),
    (("run", "one.py", "--bogus"), "unrecognized arguments: --bogus"),
    (("run", "nope.py"), "there is no such file"),
    (("run", "."), "it is a folder"),
    (("run", "none.py"), "has no workflow"),
    (("run", "two.py"), "several workflows: one, two"),
    (("run", "two.py", "--workflow", "three"), "no workflow called 'three'"),
    (("run", "syntax.py"), "syntax.py:1:7"),
    (("run", "near.py"), "near.py:2:5"),
    (("run", "opens.py"), "opens.py:3:12"),
    (("run", "exits.py"), "cannot be imported for its steps: SystemExit: 3"),
    (("run", "raises.py"), "raises.py:1"),
    (("run", "one.py", "--args", "5"), "--args is a number"),
    (("run", "one.py", "--args", "[1"), "--args is not JSON"),
    (("run", "one.py", "--kwargs", "[]"), "--kwargs is an array"),
    (("run", "one.py", "--arg", "n"), "has no name"),
    (("run", "one.py", "--args", "[1, 2]"), "cannot be called so"),
    (("run", "one.py", "--arg", "m=1"), "no parameter m"),
    (("run", "one.py", "--run-id", "a/b"), "cannot be a run id"),
    (("run", "one.py", "--virtual-time", "noon"), "is not a time"),
    (("run", "one.py", "--steps", "nope.py"), "there is no such file"),
    (("run", "one.py", "--world", "bogus:1"), "is not the URL of a world"),
    (("start", "nope.py"), "there is no such file"),
    (("resume",), "RUN is missing"),
    (("resume", "nope"), "there is no world at"),
    (("replay", "nope"), "there is no world at"),
    (("inspect", "runs"), "there is no world at"),
    (("inspect", "trees"), "invalid choice"),
    (("inspect", "run"), "inspect run wants a run"),
    (("inspect", "runs", "r1"), "inspect runs takes no run"),
    (("inspect", "steps", "r1", "--raw"), "--raw is for events"),
    (("inspect", "steps", "r1", "--since", "1h"), "--since is for runs"),
    (("inspect", "runs", "--limit", "0"), "shows nothing"),
    (("check", "nope.py"), "there is no such file"),
    (("explain", "nope"), "there is no page 'nope'"),
]


@pytest.fixture
def files(cli: CommandLine) -> CommandLine:
    for name, source in SOURCES.items():
        cli.write(name, source)
    return cli


def check_refused(done: Result, text: str) -> None:
    assert done.code == 2
    assert done.out == ""
    assert text in done.err
    assert "fix:" in done.err
    assert "python -m vm" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "text"), USAGE, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_mistake_is_answered_with_the_way_out(files: CommandLine, arguments: tuple[str, ...], text: str) -> None:
    check_refused(files(*arguments), text)


@pytest.mark.parametrize(
    ("arguments", "text"), USAGE, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_mistake_under_json_is_one_document(files: CommandLine, arguments: tuple[str, ...], text: str) -> None:
    done = files(*arguments, "--json")
    assert done.code == 2
    assert list(done.document) == ["error"]
    error = done.document["error"]
    assert {"type", "message", "slug", "frames", "cause", "where", "fix"} <= set(error)
    assert text in error["message"] + str(error["where"])


def test_refused_source_lists_its_findings_in_json(files: CommandLine) -> None:
    error = files("run", "near.py", "--json").document["error"]
    assert (error["slug"], error["findings"][0]["line"]) == ("source-refused", 2)
    assert error["findings"][0]["fix"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("return {'x': [print]}", 'result["x"][0]'),
        ("return await give()", 'result["lock"]'),
        ("return await take([1, {'k': print}])", 'args[0][1]["k"]'),
    ],
)
def test_value_that_cannot_cross_fails_the_run_and_names_its_path(cli: CommandLine, body: str, path: str) -> None:
    cli.write(
        "flow.py",
        f"""
        import threading

        async def flow() -> object:
            "use workflow"
            {body}

        def give() -> object:
            "use step"
            return {{"lock": threading.Lock()}}

        def take(value: object) -> None:
            "use step"
        """,
    )
    done = cli("run", "flow.py")
    assert (done.code, path in done.out) == (1, True)
    assert "python -m vm explain value-not-serializable" in done.out


def test_import_that_only_steps_may_use_fails_the_run_at_the_line_that_uses_it(cli: CommandLine) -> None:
    cli.write("flow.py", 'import os\nasync def flow() -> str:\n    "use workflow"\n    return os.environ["HOME"]\n')
    done = cli("run", "flow.py")
    assert done.code == 1
    assert "NotAvailable: os is not available" in done.out
    assert "flow.py:4 in flow" in done.out


def test_unknown_run_is_answered_with_where_to_look(files: CommandLine) -> None:
    files("run", "one.py")
    for command in (("resume",), ("replay",), ("inspect", "run"), ("inspect", "steps"), ("inspect", "waits")):
        check_refused(files(*command, "nope"), "there is no run nope")


@pytest.mark.parametrize(
    ("content", "text"), [(b"hello, this is text\n" * 99, "not a SQLite database"), (b"", None)], ids=["text", "empty"]
)
def test_world_that_is_no_database_is_left_alone(files: CommandLine, content: bytes, text: str | None) -> None:
    path = files.folder / "w.db"
    path.write_bytes(content)
    done = files("run", "one.py", "--world", "sqlite:w.db")
    if text is None:
        assert done.code == 0  # an empty file is a database that nobody has written yet
    else:
        check_refused(done, text)
        assert path.read_bytes() == content


def test_world_of_another_program_is_left_alone(files: CommandLine) -> None:
    with sqlite3.connect("w.db") as database:
        database.execute("create table notes (text)")
    database.close()
    check_refused(files("run", "one.py", "--world", "sqlite:w.db"), "is not a world")


def test_newer_world_is_left_alone(files: CommandLine) -> None:
    files("run", "one.py")
    with sqlite3.connect(".vm/world.db") as database:
        database.execute("pragma user_version = 99")
    database.close()
    check_refused(files("run", "one.py"), "has schema 99")


def test_damaged_world_exits_4(files: CommandLine) -> None:
    files("run", "one.py")
    path = Path(".vm/world.db")
    data = bytearray(path.read_bytes())
    data[4096 : len(data)] = os.urandom(len(data) - 4096)
    path.write_bytes(data)
    done = files("inspect", "runs")
    assert done.code == 4
    assert "damaged" in done.err
    assert "world-damaged" in done.err


def test_world_that_cannot_be_written_is_refused(files: CommandLine) -> None:
    files.write("wall", "a file where a folder should be")
    check_refused(files("run", "one.py", "--world", "sqlite:wall/w.db"), "cannot be written")


def test_bug_of_ours_is_owned_up_to(files: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vm.face.cli.commands.run.read_arguments", lambda _: 1 // 0)
    done = files("run", "one.py")
    assert done.code == 70
    assert "this is a bug of workflow-vm: ZeroDivisionError" in done.err
    place = Path(done.err.partition("traceback is in ")[2].split()[0])
    assert "ZeroDivisionError" in place.read_text()
    place.unlink()


def test_bug_of_ours_is_one_document_under_json(files: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vm.face.cli.commands.run.read_arguments", lambda _: 1 // 0)
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    error = files("run", "one.py", "--json").document["error"]
    assert (error["slug"], error["traceback"]) == ("internal-error", None)


def test_internal_error_is_told_as_a_bug(files: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    from vm.errors import InternalError

    def fail(_: object) -> None:
        raise InternalError("two and two are five")

    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    monkeypatch.setattr("vm.face.cli.commands.run.read_arguments", fail)
    done = files("run", "one.py")
    assert (done.code, "this is a bug of workflow-vm" in done.err) == (70, True)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), BaseExceptionGroup("loop", [KeyboardInterrupt()])])
def test_interruption_exits_130_without_a_traceback(
    files: CommandLine, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr("vm.face.cli.commands.run.read_arguments", fail)
    done = files("run", "one.py")
    assert (done.code, done.err) == (130, "interrupted\n")


@pytest.mark.parametrize("command", ["run", "start", "resume", "replay", "inspect", "check", "explain"])
def test_help_of_a_command_fits_80_columns(cli: CommandLine, command: str) -> None:
    done = cli(command, "--help")
    assert done.code == 0
    assert done.out.startswith(f"usage: python -m vm {command} ")
    assert max(map(len, done.out.split("\n"))) <= 83


def test_help_lists_the_commands_and_exit_codes(cli: CommandLine) -> None:
    done = cli("--help")
    assert (done.code, "exit codes: 0 done" in done.out) == (0, True)
    assert cli("--version").out.startswith("workflow-vm ")


@pytest.mark.parametrize(("module", "code"), [("trio", 2), ("somebody_elses", 70)])
def test_python_without_what_we_need_is_told_which_one_to_use(
    files: CommandLine, monkeypatch: pytest.MonkeyPatch, module: str, code: int
) -> None:
    def fail(_: object) -> None:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    monkeypatch.setattr("vm.face.cli.commands.run.read_arguments", fail)
    done = files("run", "one.py")
    assert (done.code, "which workflow-vm needs" in done.err) == (code, code == 2)


def test_file_that_misuses_an_option_gets_one_way_out(cli: CommandLine) -> None:
    source = "from vm import step\n" + ONE + "\n@step(max_retires=3)\ndef charge() -> int:\n    return 1\n"
    (cli.folder / "flow.py").write_text(source)
    done = cli("run", "flow.py")
    assert done.code == 2
    assert "BadOption: the option 'max_retires' cannot be used" in done.err
    assert done.err.count("fix:") == 1
    assert "explain bad-option" in done.err
