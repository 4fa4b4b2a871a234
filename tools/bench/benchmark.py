"""What a benchmark is: it prepares once, and measures once a round."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

Figures = dict[str, float]
"""Values by name. A name says its unit; one of a size ends in ` at N`."""

ROOT: Final = Path(__file__).resolve().parents[2]
OUT: Final = Path(__file__).parent / "out"


class Benchmark(Protocol):
    """`prepare` runs once, `measure` once a round."""

    name: str

    def prepare(self) -> None: ...

    def measure(self, round_number: int) -> Figures: ...


class WrongResult(Exception):
    """What is measured did not do its work, so the figure means nothing."""
