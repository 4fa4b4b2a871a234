"""Which Pythons are here: this one, others that can import the dependencies, and 3.14 as WebAssembly."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tools.determinism.bodies import ROOT
from vm.testing.pythons import VERSIONS, find_interpreter, python_path

__all__ = ["THIS", "VERSIONS", "Python", "find_pyodide", "find_python", "how_to_get", "python_path"]

PYODIDE: Final = Path(sys.prefix, "python314", "node_modules", "pyodide")
DRIVER: Final = ROOT / "tools" / "python314" / "run.mjs"
_STACK: Final = "--stack-size=7000"  # kB: a body may stand as deep as on a machine, whose stack has 8 MB


class Python(NamedTuple):
    """An interpreter. `has_host` is false where there are no sockets and threads: there the core and sandbox run."""

    version: str
    command: tuple[str, ...]
    has_host: bool = True

    def run(self, options: Sequence[str], arguments: Sequence[str], given: str, **environment: str) -> str:
        """Run a module with `given` on its standard input and return what it prints.

        Raises:
            subprocess.CalledProcessError: It failed. `stderr` has its traceback.
        """
        done = subprocess.run(
            [*self.command, *options, "-m", *arguments],
            input=given,
            env={**os.environ, "PYTHONPATH": python_path(), "VM_CACHE": "", **environment},  # it compiles by itself
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout


THIS: Final = Python("{}.{}".format(*sys.version_info), (sys.executable,))


@functools.cache
def find_python(version: str) -> Python | None:
    """Return a Python of this version on which the sandbox can run, with a host where one can be had, or None."""
    if version == THIS.version:
        return THIS
    found = find_interpreter(version)
    if found is not None:
        return Python(version, (found,))
    return find_pyodide() if version == "3.14" else None


def find_pyodide() -> Python | None:
    """Return the 3.14 that the npm package pyodide ships, or None when Node or the package is not there."""
    node = shutil.which("node")
    if node is None or not (PYODIDE / "pyodide.mjs").exists():
        return None
    return Python("3.14", (node, _STACK, str(DRIVER), str(PYODIDE)), has_host=False)


def how_to_get(version: str) -> str:
    """Return what to do so that `find_python` finds one."""
    if version == "3.14":
        return "no Python 3.14: install Node with npm and run tools/venv.sh again, which puts Pyodide beside .venv"
    return f"no Python {version} is here: install one with pyenv, or name one in PYTHON{version.replace('.', '')}"
