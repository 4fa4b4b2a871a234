"""Live runs and replays of the examples agree between processes, hash seeds, time zones, folders and Pythons."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["order", "saga", "batch", "flaky_api", "moderation", "drip", "migrate", "images"]
PLACES = {
    "hash seed 0": {"PYTHONHASHSEED": "0", "TZ": "Asia/Kolkata", "LC_ALL": "C"},
    "hash seed 1": {"PYTHONHASHSEED": "1", "TZ": "America/St_Johns", "LANG": "de_DE.UTF-8", "PYTHONOPTIMIZE": "1"},
    "hash seed 2": {"PYTHONHASHSEED": "2", "TZ": "Pacific/Apia", "LANG": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
}
COMPILED = ["images"]
OTHER_PYTHONS = ["3.12", "3.13", "3.14"]
NEEDED = "import RestrictedPython, outcome, rich, sqlite_utils, trio"


def run_vm(arguments: list[str], *, cwd: Path, python: str = sys.executable, **environment: str) -> dict[str, Any]:
    """Run the command line in a process of its own and return the one document that it prints."""
    process = subprocess.run(
        [python, "-m", "vm", *arguments, "--json"],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": python_path(), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    document: dict[str, Any] = json.loads(process.stdout)
    return document


def python_path() -> str:
    """This checkout, and the packages of this environment: what is pure Python there serves other Pythons too."""
    return os.pathsep.join([str(ROOT), sysconfig.get_path("purelib")])


def get_python(version: str) -> str:
    python = find_python(version)
    if python is None:
        pytest.skip(f"no Python {version} with the dependencies is here")
    return python


@functools.cache
def find_python(version: str) -> str | None:
    """Return an interpreter of `version` on which the dependencies can be imported, or None."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    found = [shutil.which(f"python{version}"), *map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))]
    for candidate in filter(None, found):
        command = [candidate, "-c", f"import sys; assert '%d.%d' % sys.version_info[:2] == {version!r}; {NEEDED}"]
        environment = {**os.environ, "PYTHONPATH": python_path()}
        if subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0:
            return candidate
    return None


def run_live(name: str, folder: Path, *, python: str = sys.executable, **environment: str) -> dict[str, Any]:
    folder.mkdir()
    example = str(ROOT / "vm" / "examples" / f"{name}.py")
    arguments = ["run", example, "--virtual-time", "--run-id", "same", "--seed", "7"]
    return run_vm([*arguments, "--world", f"sqlite:{folder / 'world.db'}"], cwd=folder, python=python, **environment)


@pytest.fixture(scope="module", params=NAMES)
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """An example's run in a world of its own, and what `run` said of it."""
    folder = tmp_path_factory.mktemp(request.param)
    document = run_live(request.param, folder / "first", PYTHONHASHSEED="0", TZ="UTC")
    return folder, {**document, "name": request.param}


def test_example_has_the_same_journal_when_it_is_run_again_elsewhere(stored: tuple[Path, dict[str, Any]]) -> None:
    folder, first = stored
    again = run_live(first["name"], folder / "second", PYTHONHASHSEED="1", TZ="Asia/Tokyo")
    assert again["status"] == "completed"
    assert again["output"] == first["output"]
    assert again["journal_hash"] == first["journal_hash"]


def replay(folder: Path, cwd: Path, **options: str) -> dict[str, Any]:
    return run_vm(["replay", "same", "--world", f"sqlite:{folder / 'first' / 'world.db'}"], cwd=cwd, **options)


@pytest.mark.parametrize("place", PLACES)
def test_example_replays_identical_in_another_process(
    stored: tuple[Path, dict[str, Any]], place: str, tmp_path: Path
) -> None:
    folder, first = stored
    document = replay(folder, tmp_path, **PLACES[place])
    assert document["identical"] is True
    assert document["journal_hash"] == first["journal_hash"]


@pytest.mark.parametrize("version", OTHER_PYTHONS)
def test_example_replays_identical_under_another_python(
    stored: tuple[Path, dict[str, Any]], version: str, tmp_path: Path
) -> None:
    folder, first = stored
    document = replay(folder, tmp_path, python=get_python(version))
    assert document["identical"] is True
    assert document["journal_hash"] == first["journal_hash"]


@pytest.mark.parametrize("version", OTHER_PYTHONS)
def test_example_has_the_same_journal_when_it_is_run_under_another_python(
    stored: tuple[Path, dict[str, Any]], version: str
) -> None:
    folder, first = stored
    if first["name"] in COMPILED:
        pytest.skip("its steps use a compiled library, which is there for this Python alone")
    again = run_live(first["name"], folder / version, python=get_python(version), PYTHONHASHSEED="3")
    assert again["journal_hash"] == first["journal_hash"]
