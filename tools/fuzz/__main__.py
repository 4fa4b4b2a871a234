"""Throw mutated source at the sandbox: `python -m tools.fuzz --minutes 5 --seed 1 [--workers 2] [--out FOLDER]`.

Ends with status 1 when a candidate got out, hung or crashed a process, or raised what is no author's error.
"""

from __future__ import annotations

import argparse
import json
import select
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import IO, Final

from tools.fuzz.child import LIMIT_S
from tools.fuzz.mutate import Mutator

ROOT: Final = Path(__file__).resolve().parents[2]
GRACE_S: Final = 4.0  # what a process has beyond its own alarm before it is taken for hung
BAD: Final = ("escape", "crash", "hang", "raised")
SHOWN: Final = 20


class Worker:
    """One process, and the candidate that it has."""

    def __init__(self) -> None:
        self.source = ""
        self.due = 0.0
        self.process = self._spawn()

    def _spawn(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tools.fuzz.child"]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)

    @property
    def answers(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout

    def give(self, source: str) -> None:
        assert self.process.stdin is not None
        self.source, self.due = source, time.monotonic() + LIMIT_S + GRACE_S
        self.process.stdin.write(json.dumps(source) + "\n")
        self.process.stdin.flush()

    def take(self) -> str:
        """Return the answer of a process that has said something. One that died is replaced."""
        line = self.answers.readline()
        if not line:
            code = self.process.wait()
            self.process = self._spawn()
            return f"crash: the process ended with {code}"
        answer: str = json.loads(line)
        return answer

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process = self._spawn()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


class Findings:
    """What was found, one source for each way of ending badly."""

    def __init__(self, out: Path | None) -> None:
        self.counts: Counter[str] = Counter()
        self.bad: dict[str, str] = {}
        self._out = out

    def add(self, answer: str, source: str) -> None:
        self.counts[answer.partition(":")[0]] += 1
        if answer.startswith(BAD) and answer not in self.bad:
            self.bad[answer] = source
            print(f"\n{answer}\n{source}\n", flush=True)
            if self._out is not None:
                self._out.mkdir(parents=True, exist_ok=True)
                (self._out / f"{len(self.bad):03}.py").write_text(f"# {answer}\n{source}\n", encoding="utf-8")


def load_corpus() -> tuple[list[str], list[str]]:
    """Return what to start from (idioms, attacks stopped at run time), and attacks to take parts of.

    Holes that are known to be open are left out: they would only be found again.
    """
    idioms = _read("idioms")
    attacks = [source for source in _read("escapes") if "# hole:" not in source[:400]]
    refused = [source for source in attacks if source.startswith("# expect: refused")]
    return idioms + [source for source in attacks if source not in refused], refused


def _read(folder: str) -> list[str]:
    paths = sorted((ROOT / "tests" / folder).glob("*.py"))
    return [path.read_text(encoding="utf-8") for path in paths if path.stem != "deep_but_fine"]


def fuzz(minutes: float, seed: int, workers: int, out: Path | None) -> Findings:
    """Try candidates for that long and return what was found."""
    bases, donors = load_corpus()
    mutator, findings = Mutator(bases, donors, seed), Findings(out)
    pool = [Worker() for _ in range(workers)]
    end = time.monotonic() + minutes * 60
    try:
        for worker in pool:
            worker.give(mutator.candidate())
        while time.monotonic() < end:
            _turn(pool, mutator, findings)
    finally:
        for worker in pool:
            worker.close()
    return findings


def _turn(pool: list[Worker], mutator: Mutator, findings: Findings) -> None:
    ready, _, _ = select.select([worker.answers for worker in pool], [], [], 0.2)
    for worker in pool:
        if worker.answers in ready:
            findings.add(worker.take(), worker.source)
        elif time.monotonic() > worker.due:
            findings.add("hang: nothing stopped it", worker.source)
            worker.kill()
        else:
            continue
        worker.give(mutator.candidate())


def main() -> int:
    """Parse, fuzz, report."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, help="a folder for the sources that ended badly")
    given = parser.parse_args()
    findings = fuzz(given.minutes, given.seed, given.workers, given.out)
    print(f"seed {given.seed}: {sum(findings.counts.values())} candidates", dict(findings.counts.most_common()))
    for answer in list(findings.bad)[:SHOWN]:
        print(f"  {answer}")
    return 1 if findings.bad else 0


if __name__ == "__main__":
    sys.exit(main())
