"""What the command line says of a run elsewhere: another process, hash seed, time zone, folder or Python.

`tests/test_determinism.py` compares the journals of all examples in such places, many in one process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.determinism.places import SEEDS, SWITCHES, ZONES, Place, join
from tools.determinism.pythons import THIS, VERSIONS, find_python, how_to_get, python_path

EXAMPLE = Path(__file__).resolve().parents[2] / "vm" / "examples" / "flaky_api.py"
HOME = join(SEEDS[0], ZONES[0])
PLACES = [join(SEEDS[1], ZONES[1]), join(SEEDS[2], ZONES[2], SWITCHES[0])]
OTHERS = [version for version in VERSIONS if version not in (THIS.version, "3.14")]  # there it may have no host


def run_vm(arguments: list[str], *, cwd: Path, place: Place = HOME, python: str = sys.executable) -> dict[str, Any]:
    """Run the command line in a process of its own and return the one document that it prints."""
    process = subprocess.run(
        [python, *place.options, "-m", "vm", *arguments, "--json"],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": python_path(), **place.environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    document: dict[str, Any] = json.loads(process.stdout)
    return document


def run_live(folder: Path, **options: Any) -> dict[str, Any]:
    arguments = ["run", str(EXAMPLE), "--virtual-time", "--run-id", "same", "--seed", "7"]
    return run_vm([*arguments, "--world", f"sqlite:{folder / 'world.db'}"], cwd=folder, **options)


def replay(stored: Path, **options: Any) -> dict[str, Any]:
    return run_vm(["replay", "same", "--world", f"sqlite:{stored / 'world.db'}"], **options)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder with the world of a run, and what `run` said of it."""
    folder = tmp_path_factory.mktemp("stored")
    return folder, run_live(folder)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_example_is_the_same_when_it_is_run_or_replayed_in_another_place(
    stored: tuple[Path, dict[str, Any]], place: Place, tmp_path: Path
) -> None:
    folder, first = stored
    again = run_live(tmp_path, place=place)
    assert again["status"] == "completed"
    assert (again["output"], again["journal_hash"]) == (first["output"], first["journal_hash"])
    replayed = replay(folder, cwd=tmp_path, place=place)
    assert (replayed["identical"], replayed["journal_hash"]) == (True, first["journal_hash"])


@pytest.mark.parametrize("version", OTHERS)
def test_example_is_the_same_when_it_is_run_or_replayed_under_another_python(
    stored: tuple[Path, dict[str, Any]], version: str, tmp_path: Path
) -> None:
    folder, first = stored
    python = find_python(version)
    if python is None:
        pytest.skip(how_to_get(version))
    assert run_live(tmp_path, python=python.command[0])["journal_hash"] == first["journal_hash"]
    assert replay(folder, cwd=tmp_path, python=python.command[0])["identical"] is True
