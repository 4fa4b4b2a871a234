"""`new`: a project whose tests pass at once."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from vm.face.cli.scaffold import FILES

ROOT = Path(__file__).resolve().parents[2]


def test_new_project_passes_its_own_tests(cli: CommandLine) -> None:
    done = cli("new", "my shop")
    assert done.code == 0
    assert "python -m vm run orders.py" in done.out
    folder = cli.folder / "my shop"
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    assert (project["name"], project["dependencies"][0][:13]) == ("my-shop", "workflow-vm>=")
    is_installed = bool(entry_points(group="pytest11", name="workflow-vm"))
    plugin = [] if is_installed else ["-p", "vm.testing.plugin"]
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "6 passed" in tests.stdout, tests.stdout + tests.stderr


def test_new_project_is_accepted_and_runs(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli("new", "shop", "--json").document == {"folder": "shop", "files": list(FILES)}
    monkeypatch.chdir(cli.folder / "shop")
    assert cli("check", "orders.py").out == "1 file checked: 0 refusals, 0 warnings\n"
    done = cli("run", "orders.py", "--virtual-time", "--run-id", "r1", "--json")
    assert done.document["output"] == {"item": "tea", "bought": True, "receipt": "4.50 for tea under r1/step_4"}


def test_folder_that_is_not_empty_is_left_alone(cli: CommandLine) -> None:
    (cli.folder / "shop").mkdir()
    cli.write("shop/notes.txt", "mine")
    done = cli("new", "shop")
    assert (done.code, "is there already, and not empty" in done.err) == (2, True)
    assert [path.name for path in (cli.folder / "shop").iterdir()] == ["notes.txt"]


def test_folder_without_a_usable_name_is_refused(cli: CommandLine) -> None:
    assert "cannot be the name of a project" in cli("new", "…").err


def test_file_in_the_way_is_told(cli: CommandLine) -> None:
    cli.write("shop", "mine")
    assert cli("new", "shop").code == 2
    assert "cannot be written" in cli("new", "shop/inner").err
