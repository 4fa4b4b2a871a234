"""`check`: every finding with its place and its fix."""

from __future__ import annotations

from tests.cli.conftest import CommandLine

GOOD = 'async def flow() -> int:\n    "use workflow"\n    return 1\n'
OPENS = 'async def flow() -> str:\n    "use workflow"\n    return open("x").read()\n'
WARNS = 'import os\nasync def flow() -> str:\n    "use workflow"\n    return os.sep\n'


def test_check_accepts_good_source(cli: CommandLine) -> None:
    cli.write("good.py", GOOD)
    done = cli("check", "good.py")
    assert (done.code, done.out) == (0, "1 file checked: 0 refusals, 0 warnings\n")
    assert cli("check", "good.py", "--json").document == {"files": ["good.py"], "is_accepted": True, "findings": []}


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
