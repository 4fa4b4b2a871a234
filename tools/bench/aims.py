"""What the figures have to reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure of a benchmark that is to be at least, or at most, so much."""

    bench: str
    figure: str
    at_least: float | None = None
    at_most: float | None = None

    def is_met(self, value: float) -> bool:
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        return f"at least {self.at_least:,g}" if self.at_least is not None else f"at most {self.at_most:,g}"


AIMS: Final = (
    Aim("sequential", "of the commit floor at 100", at_least=0.6),
    Aim("sequential", "of the commit floor at 1000", at_least=0.6),
    Aim("sequential", "of the commit floor at 5000", at_least=0.6),
    Aim("sequential", "of the commit floor at 20000", at_least=0.6),
    Aim("sequential", "cost per step, 20000 over 100", at_most=1.2),
    Aim("fanout", "steps/s at 10000", at_least=8000),
    Aim("fanout", "peak RSS MB at 10000", at_most=400),
    Aim("many-runs", "runs/s at 2000", at_least=2000),
    Aim("cold-replay", "events/s at 10000", at_least=100_000),
    Aim("sleepers", "bytes of RSS per parked run at 10000", at_most=2048),
    Aim("timers", "ms late, p99", at_most=20),
    Aim("hooks", "ms from resume to the next command, p50", at_most=3),
    Aim("graph", "times code, entries at 1000", at_most=1.5),
    Aim("graph", "times code, foreach at 10000", at_most=1.5),
    Aim("graph", "times code, foreach by ten at 10000", at_most=1.5),
    Aim("graph", "bytes per step, long over short", at_most=1.05),
    Aim("sandbox", "times plain Python, geometric mean", at_most=1.7),
    Aim("sandbox", "times plain Python, worst but set displays", at_most=4),
    Aim("sandbox-fixed", "ms to compile 200 lines", at_most=6),
    Aim("sandbox-fixed", "us for a trivial run", at_most=100),
    Aim("startup", "ms for the process", at_most=250),
    Aim("peers", "DBOS with WAL and FULL, sequential: times ours at 1000", at_least=5),
    Aim("peers", "Vercel's Python SDK, sequential: times ours at 500", at_least=100),
)


def find_aim(bench: str, figure: str) -> Aim | None:
    return next((aim for aim in AIMS if (aim.bench, aim.figure) == (bench, figure)), None)
