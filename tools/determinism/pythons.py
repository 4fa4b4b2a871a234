"""Which Pythons are here: this one, others that can import the dependencies, and 3.14 as WebAssembly."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tools.determinism.bodies import ROOT

VERSIONS: Final = ("3.11", "3.12", "3.13", "3.14")
NEEDED: Final = "import RestrictedPython, outcome, rich, sqlite_utils, trio"
PYODIDE: Final = Path(sys.prefix, "python314", "node_modules", "pyodide")
DRIVER: Final = ROOT / "tools" / "python314" / "run.mjs"


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


def python_path() -> str:
    """Return this checkout and the packages of this environment: what is pure Python there serves other Pythons too."""
    return os.pathsep.join([str(ROOT), sysconfig.get_path("purelib")])


THIS: Final = Python("{}.{}".format(*sys.version_info), (sys.executable,))


@functools.cache
def find_python(version: str) -> Python | None:
    """Return a Python of this version on which the sandbox can run, with a host where one can be had, or None."""
    if version == THIS.version:
        return THIS
    for candidate in _candidates(version):
        if _has_dependencies(candidate, version):
            return Python(version, (candidate,))
    return find_pyodide() if version == "3.14" else None


def find_pyodide() -> Python | None:
    """Return the 3.14 that the npm package pyodide ships, or None when Node or the package is not there."""
    node = shutil.which("node")
    if node is None or not (PYODIDE / "pyodide.mjs").exists():
        return None
    return Python("3.14", (node, str(DRIVER), str(PYODIDE)), has_host=False)


def _candidates(version: str) -> Iterator[str]:
    named = os.environ.get(f"PYTHON{version.replace('.', '')}")
    found = shutil.which(f"python{version}")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    yield from filter(None, (named, found))
    yield from map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))


def _has_dependencies(candidate: str, version: str) -> bool:
    code = f"import sys; assert '%d.%d' % sys.version_info[:2] == {version!r}; {NEEDED}"
    environment = {**os.environ, "PYTHONPATH": python_path()}
    return subprocess.run([candidate, "-c", code], env=environment, capture_output=True, check=False).returncode == 0


def how_to_get(version: str) -> str:
    """Return what to do so that `find_python` finds one."""
    if version == "3.14":
        return "no Python 3.14: install Node with npm and run tools/venv.sh again, which puts Pyodide beside .venv"
    return f"no Python {version} is here: install one with pyenv, or name one in PYTHON{version.replace('.', '')}"
