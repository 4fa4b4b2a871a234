"""Virtual environments for the peers, made on demand below `tools/bench/out`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.bench.benchmark import OUT

HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Environment:
    """A Python with one package of a peer's from PyPI in it."""

    package: str
    version: str

    @property
    def python(self) -> Path:
        return OUT / f"venv-{self.package}-{self.version}" / "bin" / "python"

    def make(self) -> None:
        """Make it, unless it is there."""
        if self.python.exists():
            return
        folder = self.python.parents[1]
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, f"{self.package}=={self.version}"], check=True)


DBOS: Final = Environment("dbos", "3.4.0")
VERCEL: Final = Environment("vercel-workflow", "0.12.0")
