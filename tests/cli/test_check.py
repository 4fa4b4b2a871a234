"""`check`: every finding with its place and its fix."""

from __future__ import annotations

import io

import pytest

from tests.cli.conftest import CommandLine

GOOD = 'async def flow() -> int:\n    "use workflow"\n    return 1\n'
OPENS = 'async def flow() -> str:\n    "use workflow"\n    return open("x").read()\n'
WARNS = 'import os\nasync def flow() -> str:\n    "use workflow"\n    return os.sep\n'


def test_check_accepts_good_source(cli: CommandLine) -> None:
    cli.write("good.py", GOOD)
    done = cli("check", "good.py")
    assert (done.code, done.out) == (0, "1 file checked: 0 refusals, 0 warnings\n")
    assert cli("check", "good.py", "--json").document == {
        "files": ["good.py"],
        "is_accepted": True,
        "findings": [],
        "runs": [],
    }


def test_check_names_line_column_reason_and_fix(cli: CommandLine) -> None:
    cli.write("opens.py", OPENS)
    cli.write("syntax.py", "def f(:\n")
    done = cli("check", "opens.py", "syntax.py")
    assert done.code == 2
    assert "opens.py:3:12: refusal: open is not available in workflow code" in done.out
    assert "syntax.py:1:7: refusal: " in done.out
    assert done.out.count("    fix: ") == 2
    assert "2 files checked: 2 refusals, 0 warnings" in done.out


def test_check_tells_warnings_from_refusals(cli: CommandLine) -> None:
    cli.write("warns.py", WARNS)
    done = cli("check", "warns.py", "--json")
    assert (done.code, done.document["is_accepted"]) == (0, True)
    assert [finding["severity"] for finding in done.document["findings"]] == ["warning"]
    assert "warns.py:4:" in cli("check", "warns.py").out


def test_strict_takes_warnings_for_refusals(cli: CommandLine) -> None:
    cli.write("warns.py", WARNS)
    assert [cli("check", "warns.py", *how).code for how in ([], ["--strict"])] == [0, 2]


def test_folder_stands_for_the_files_with_directives_in_it(cli: CommandLine) -> None:
    for folder in ("flows/deep", "flows/.hidden", "flows/env", "flows/__pycache__"):
        (cli.folder / folder).mkdir(parents=True)
        cli.write(f"{folder}/flow.py", GOOD)
    cli.write("flows/env/pyvenv.cfg", "")
    cli.write("flows/plain.py", 'print("use workflow is a text here")\n')
    cli.write("flows/misspelt.py", 'def charge():\n    "use stepp"\n')
    cli.write("flows/broken.py", 'def charge(:\n    "use step"\n')
    cli.write("flows/broken_too.py", "def charge(:\n    step\n")
    document = cli("check", "flows", "--json").document
    assert document["files"] == ["flows/broken.py", "flows/misspelt.py", "flows/deep/flow.py"]
    assert [finding["code"] for finding in document["findings"]] == ["syntax-error", "directive-near-miss"]


def test_folder_without_workflows_is_a_usage_error(cli: CommandLine) -> None:
    (cli.folder / "empty").mkdir()
    done = cli("check", "empty")
    assert (done.code, "no file below empty has a workflow or a step in it" in done.err) == (2, True)


def test_file_given_twice_is_checked_once(cli: CommandLine) -> None:
    cli.write("good.py", GOOD)
    assert cli("check", "good.py", ".", "good.py").out.startswith("1 file checked")


def test_standard_input_is_checked_as_the_file_that_it_is_the_text_of(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cli.folder / "flows").mkdir()
    cli.write("flows/good.py", GOOD)
    cli.write("flows/helper.py", "open('x')\n")
    typed = "\ufeff# coding: utf-8\r\nimport helper, socket\r\n" + OPENS.replace("open", "'é'; socket.x")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
    done = cli("check", "-", "--stdin-name", "flows/good.py", "--json")
    assert done.document["files"] == ["flows/good.py"]
    places = [(found["file"], found["line"], found["column"]) for found in done.document["findings"]]
    assert places == [("flows/good.py", 5, 17), ("flows/helper.py", 1, 1)]


def test_paths_of_findings_lead_from_here_to_the_file(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    (cli.folder / "deep").mkdir()
    (cli.folder / "pyproject.toml").touch()
    file = cli.write("deep/opens.py", OPENS)
    shown = []
    for folder in (cli.folder, cli.folder / "deep"):
        monkeypatch.chdir(folder)
        shown.append(cli("check", str(file)).out.partition(":")[0])
    assert shown == ["deep/opens.py", "opens.py"]


def test_refusal_in_a_file_that_is_given_stays_one_beside_a_file_that_imports_it(cli: CommandLine) -> None:
    cli.write("opens.py", OPENS)
    cli.write("imports.py", "import opens\n" + GOOD)
    assert cli("check", "imports.py").code == 0
    document = cli("check", "imports.py", "opens.py", "--json").document
    assert [finding["severity"] for finding in document["findings"]] == ["refusal"]


def test_steps_of_other_files_are_known_when_they_are_given(cli: CommandLine) -> None:
    cli.write("flow.py", GOOD.replace("return 1", 'return await use_step("charge")()'))
    cli.write("steps.py", 'def charge() -> int:\n    "use step"\n    return 1\n')
    assert "no step here is called 'charge'" in cli("check", "flow.py").out
    assert cli("check", "flow.py", "--steps", "steps.py").out == "1 file checked: 0 refusals, 0 warnings\n"
