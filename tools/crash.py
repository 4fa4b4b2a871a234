"""Kill a run with SIGKILL at random moments, resume it, and look at what is left.

    python tools/crash.py --rounds 50 --kills-per-run 3 --seed 7

Each round starts a workflow of 200 steps in a process of its own. Each step appends a line to a side file.
The process is killed at a random moment and resumed by another one, `--kills-per-run` times over, and then
left to finish. A round is good when the run completes, its result is that of a run nobody killed, each step
has exactly one recorded result, no step ran more often than it was started, and the runs of steps that had
been run before are no more than the kills.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vm.core.events import Event, StepCompleted, StepStarted, decode_event
from vm.errors import CallerError, NotAWorld
from vm.face.wiring import open_world

WORKFLOW: Final = """
import os
from vm import get_step_metadata, step

async def append_all(path: str, steps: int) -> dict:
    "use workflow"
    total = 0
    for number in range(steps):
        total = (total * 31 + await append_line(path, number)) % 1_000_003
    return {"steps": steps, "total": total}

# A kill costs an attempt, and many kills may hit the same step.
@step(max_retries=1000, backoff="1ms", max_backoff="1ms")
async def append_line(path: str, number: int) -> int:
    line = f"{number} {get_step_metadata().attempt}\\n"
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)
    return number * number
"""
RUN_ID: Final = "crash"
PATIENCE_S: Final = 120.0


class RoundFailed(Exception):
    """A round broke a promise. The text says which; `folder` keeps the evidence."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a round came to. `kills` hit the process while it lived; `reruns` are lines beyond one a step."""

    output: Any
    kills: int
    reruns: int


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: `delay_s` after `progress` (0 to 1) of the steps that are left at the start are done."""

    delay_s: float
    progress: float


def choose_moment(choose: random.Random, whole_s: float) -> Moment:
    """Draw from all of a process's life, and as often from its steps, which are a small part of it."""
    if choose.random() < 0.5:
        return Moment(choose.uniform(0.0, whole_s), 0.0)
    return Moment(choose.uniform(0.0, 0.002), choose.random())


def _has_ended_after(process: subprocess.Popen[bytes], delay_s: float) -> bool:
    try:
        process.wait(delay_s)
    except subprocess.TimeoutExpired:
        return False
    return True


class Round:
    """One run in a folder of its own, driven by one process after the other."""

    def __init__(self, folder: Path, steps: int) -> None:
        self.steps = steps
        self.side_file = folder / "side.txt"
        self.world = folder / "world.db"
        self.progress = folder / "progress.txt"
        self.source = folder / "append.py"
        self.source.write_text(WORKFLOW)

    def start_process(self) -> subprocess.Popen[bytes]:
        """Run the workflow, or go on with it where a process before this one has stored it."""
        common = ["--world", f"sqlite:{self.world}", "--json"]
        if self._is_stored():
            command = ["resume", RUN_ID, *common]
        else:
            arguments = json.dumps([str(self.side_file), self.steps])
            command = ["run", str(self.source), "--run-id", RUN_ID, "--args", arguments, *common]
        with self.progress.open("wb") as progress:  # a pipe that nobody reads meanwhile would fill up
            return subprocess.Popen(
                [sys.executable, "-m", "vm", *command],
                stdout=subprocess.PIPE,
                stderr=progress,
                cwd=self.source.parent,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
            )

    def kill_at(self, moment: Moment) -> bool:
        """Start a process and kill it at `moment`; say whether it was still alive then."""
        done = self._count_lines()
        target = done + int(moment.progress * (self.steps - done))
        process = self.start_process()
        while self._count_lines() < target and not _has_ended_after(process, 0.0005):
            pass
        if not _has_ended_after(process, moment.delay_s):
            process.send_signal(signal.SIGKILL)
        out, _ = process.communicate(timeout=PATIENCE_S)
        if process.returncode not in (0, -signal.SIGKILL):
            raise RoundFailed(f"a process ended with {process.returncode}: {self._said(out)}")
        return process.returncode == -signal.SIGKILL

    def finish(self) -> Any:
        """Drive the run to its end and return its output."""
        process = self.start_process()
        out, _ = process.communicate(timeout=PATIENCE_S)
        document = json.loads(out or b"{}")
        if process.returncode != 0 or document.get("status") != "completed":
            raise RoundFailed(f"the run did not complete ({process.returncode}): {self._said(out)}")
        return document["output"]

    def check(self) -> int:
        """Hold the journal and the side file against each other; return how many lines are reruns."""
        events = self._events()
        results = Counter(event.correlation_id for event in events if isinstance(event, StepCompleted))
        starts = Counter(event.correlation_id for event in events if isinstance(event, StepStarted))
        lines = Counter(int(line.split()[0]) for line in self.side_file.read_text().splitlines())
        for number in range(self.steps):
            name = f"step_{number + 1}"  # sequential steps: ids count with them
            if results[name] != 1:
                raise RoundFailed(f"{name} has {results[name]} recorded results")
            if not 1 <= lines[number] <= starts[name]:
                raise RoundFailed(f"{name} ran {lines[number]} times, in {starts[name]} recorded attempts")
        if len(results) != self.steps or len(lines) != self.steps:
            raise RoundFailed(f"{len(results)} results and {len(lines)} steps in the side file")
        return sum(lines.values()) - self.steps

    def _said(self, out: bytes) -> str:
        return f"{out.decode()}\n{self.progress.read_text()[-4000:]}"

    def _count_lines(self) -> int:
        return len(self.side_file.read_bytes().splitlines()) if self.side_file.exists() else 0

    def _is_stored(self) -> bool:
        try:
            world = open_world(f"sqlite:{self.world}", create=False)
        except (CallerError, NotAWorld):  # there is no file, or nothing in it yet
            return False
        try:
            return world.find_run(RUN_ID) is not None
        finally:
            world.close()

    def _events(self) -> list[Event]:
        world = open_world(f"sqlite:{self.world}", create=False)
        try:
            return [decode_event(row.body) for row in world.read_journal(RUN_ID)]
        finally:
            world.close()


def run_round(folder: Path, *, steps: int, moments: Sequence[Moment]) -> Report:
    """Kill a run at each of `moments`, let it finish, and check it.

    Raises:
        RoundFailed: A promise was broken.
    """
    crash = Round(folder, steps)
    kills = sum([crash.kill_at(moment) for moment in moments])
    output = crash.finish()
    reruns = crash.check()
    if reruns > kills:
        raise RoundFailed(f"{reruns} reruns, which {kills} kills do not explain")
    return Report(output, kills, reruns)


def measure_unkilled(folder: Path, *, steps: int) -> tuple[Any, float]:
    """Return the result that every round must have, and how many seconds a whole process takes."""
    crash = Round(folder, steps)
    began = time.monotonic()
    output = crash.finish()
    took_s = time.monotonic() - began
    crash.check()
    return output, took_s


def run_rounds(folder: Path, *, rounds: int, kills_per_run: int, steps: int, seed: int) -> list[Report]:
    """Run all rounds, each in a folder below `folder`. Raises `RoundFailed` for the first bad one."""
    choose = random.Random(seed)
    (folder / "unkilled").mkdir()
    expected, whole_s = measure_unkilled(folder / "unkilled", steps=steps)
    reports = []
    for number in range(rounds):
        place = folder / f"round-{number}"
        place.mkdir()
        moments = [choose_moment(choose, whole_s) for _ in range(kills_per_run)]
        report = run_round(place, steps=steps, moments=moments)
        if report.output != expected:
            raise RoundFailed(f"round {number} gave {report.output}, an unkilled run {expected}")
        reports.append(report)
        print(f"round {number}: completed after {report.kills} kills, {report.reruns} steps run again")
    return reports


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Kill runs with SIGKILL and see that nothing is lost.")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--kills-per-run", type=int, default=3)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0, help="of the moments of the kills")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="vm-crash-") as folder:
        try:
            reports = run_rounds(Path(folder), **vars(options))
        except RoundFailed as failure:
            print(f"FAILED: {failure}", file=sys.stderr)
            return 1
    kills = sum(report.kills for report in reports)
    reruns = sum(report.reruns for report in reports)
    print(f"{len(reports)} rounds, {kills} kills, {reruns} steps run again: all as promised")
    return 0


if __name__ == "__main__":
    sys.exit(main())
