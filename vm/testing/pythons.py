"""Which other Pythons are here on which this package runs: with what this one has of it that is pure Python."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import vm

VERSIONS: Final = ("3.11", "3.12", "3.13", "3.14")
NEEDED: Final = "import RestrictedPython, outcome, rich, sqlite_utils, trio"


def python_path() -> str:
    """Return where this package and its neighbours are: what of them is pure Python serves other Pythons too."""
    return os.pathsep.join([str(Path(vm.__file__).resolve().parents[1]), sysconfig.get_path("purelib")])


@functools.cache
def find_interpreter(version: str) -> str | None:
    """Return the path of an interpreter of a version (`3.12`) that can import what is needed, or None.

    The one that `$PYTHON312` names, else one on PATH, else one of pyenv's.
    """
    return next((python for python in _candidates(version) if _is_usable(python, version)), None)


def _candidates(version: str) -> Iterator[str]:
    named = os.environ.get(f"PYTHON{version.replace('.', '')}")
    found = shutil.which(f"python{version}")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    yield from filter(None, (named, found))
    yield from map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))


def _is_usable(python: str, version: str) -> bool:
    code = f"import sys; assert '%d.%d' % sys.version_info[:2] == {version!r}; {NEEDED}"
    environment = {**os.environ, "PYTHONPATH": python_path()}
    return subprocess.run([python, "-c", code], env=environment, capture_output=True, check=False).returncode == 0
