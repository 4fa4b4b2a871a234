"""Kill and stop workers at random while they drive hundreds of runs, and look at what is left.

    python -m tools.chaos --runs 500 --seconds 180 --workers 4 --seed 7

Runs of many examples are started, spread over the time. Every `--every` seconds a random worker is killed with SIGKILL
and replaced, or stopped with SIGSTOP, mostly for longer than its leases last, and continued. Afterwards the
workers are left alone until all has ended. All is well when

- every run has ended, with one terminal event;
- no event was appended under another epoch than its run's own at that moment (a trigger in the world looks);
- no step has two recorded results, and nothing is left in the queue, of waits or of slots;
- each attempt that was lost was made by a worker that was killed or stopped, before the run changed hands; and a run
  failed only because all attempts of some step were lost so;
- each journal replays to its hash.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import trio

from vm.core import events
from vm.core.events import Event, decode_event
from vm.core.lifecycle import TERMINAL_RUN
from vm.core.verify import verify
from vm.face.embed import open_vm
from vm.face.wiring import open_world
from vm.host.programs import ProgramCache
from world.interface import World
from world.records import RunRecord

ROOT: Final = Path(__file__).resolve().parents[1]
EXAMPLES: Final = ROOT / "vm" / "examples"
MIX: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("order", {"wait": "1s"}),
    ("order", {"wait": "4s"}),
    ("saga", {}),
    ("saga", {"sold_out": "car"}),
    ("batch", {"documents": 200, "width": 8}),
    ("migrate", {"page_size": 7}),
    ("parcels", {"patience": "500ms"}),
    ("fulfilment", {"patience": "700ms"}),
    ("progress", {"files": 4, "pause": 0.05}),
    ("report_forever", {"days": 3, "every": "600ms"}),
    ("escrow", {"within": "3s", "reminder": "700ms"}),
    ("moderation", {"text": "what a lovely day"}),
)
FILES: Final = sorted({name for name, _ in MIX})
LEASE: Final = "2s"
LONGEST_STOP_S: Final = 5.0  # more than twice a lease
PATIENCE_S: Final = 120.0  # for what is left when the fire is over
ENDS: Final = (events.RunCompleted, events.RunFailed, events.RunCancelled, events.RunContinued)

# Looks at every row as SQLite writes it, whoever does: the code under test does not know of it.
WITNESS: Final = """
CREATE TABLE chaos_faults (run_key, position, epoch, current);
CREATE TRIGGER chaos_fence AFTER INSERT ON journal
WHEN NEW.epoch <> (SELECT epoch FROM runs WHERE run_key = NEW.run_key)
BEGIN
    INSERT INTO chaos_faults
    SELECT NEW.run_key, NEW.position, NEW.epoch, epoch FROM runs WHERE run_key = NEW.run_key;
END;
"""


class ChaosFailed(Exception):
    """A promise was broken. The text says which."""


@dataclass(slots=True)
class Report:
    """What happened. `lost` counts attempts that were lost, `takeovers` claims beyond each run's first."""

    runs: int = 0
    kills: int = 0
    stops: int = 0
    lost: int = 0
    takeovers: int = 0
    ended: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        ends = ", ".join(f"{count} {status}" for status, count in sorted(self.ended.items()))
        return (
            f"{self.runs} runs ({ends}), {self.kills} kills, {self.stops} stops, "
            f"{self.takeovers} takeovers, {self.lost} attempts lost"
        )


class Workers:
    """Worker processes on one world. `hurt` are the ids of those that were killed or stopped at least once."""

    def __init__(self, folder: Path, count: int, *, lease: str = LEASE) -> None:
        self.hurt: set[int] = set()
        self._folder = folder
        self._lease = lease
        self._log = (folder / "workers.log").open("ab")
        self._living = [self._hire() for _ in range(count)]
        self._stopped: list[tuple[float, subprocess.Popen[bytes]]] = []

    def kill(self, choose: random.Random) -> None:
        """Kill one with SIGKILL, stopped or not, and hire another."""
        worker = self._living.pop(choose.randrange(len(self._living)))
        self._require_alive(worker)
        self.hurt.add(worker.pid)
        worker.kill()
        worker.wait()
        self._stopped = [(until, other) for until, other in self._stopped if other is not worker]
        self._living.append(self._hire())

    def stop(self, choose: random.Random) -> bool:
        """Stop one that is not stopped, for a while. Say whether there was one."""
        asleep = [other for _, other in self._stopped]
        awake = [worker for worker in self._living if worker not in asleep]
        if not awake:
            return False
        worker = choose.choice(awake)
        self._require_alive(worker)
        self.hurt.add(worker.pid)
        worker.send_signal(signal.SIGSTOP)
        self._stopped.append((time.monotonic() + choose.uniform(0.2, LONGEST_STOP_S), worker))
        return True

    def wake_due(self, *, all: bool = False) -> None:
        """Continue those that were stopped long enough."""
        now = time.monotonic()
        for until, worker in self._stopped:
            if all or until <= now:
                worker.send_signal(signal.SIGCONT)
        self._stopped = [] if all else [(until, worker) for until, worker in self._stopped if until > now]

    def dismiss(self) -> None:
        """End all in good order. Raises `ChaosFailed` when one does not.

        One that has only just begun does not listen for the signal yet, and ends by it: it holds nothing either.
        """
        self.wake_due(all=True)
        for worker in self._living:
            worker.terminate()
        codes = [worker.wait(30) for worker in self._living]
        if not {0, -signal.SIGTERM}.issuperset(codes):
            raise ChaosFailed(f"workers ended with {codes}: {self.said()}")

    def close(self) -> None:
        """Leave nothing running."""
        for worker in self._living:
            if worker.poll() is None:
                worker.kill()
                worker.wait()
        self._log.close()

    def said(self) -> str:
        """Return the end of what the workers said."""
        return (self._folder / "workers.log").read_text(errors="replace")[-4000:]

    def _require_alive(self, worker: subprocess.Popen[bytes]) -> None:
        if worker.poll() is not None:
            raise ChaosFailed(f"a worker ended by itself with {worker.returncode}: {self.said()}")

    def _hire(self) -> subprocess.Popen[bytes]:
        files = [f"{name}.py" for name in FILES]
        world = f"sqlite:{self._folder / 'world.db'}"
        return subprocess.Popen(
            [sys.executable, "-m", "vm", "worker", *files, "--world", world, "--lease", self._lease, "--json"],
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=self._log,
            stderr=self._log,
        )


# ---- the fire


@contextmanager
def prepare(folder: Path) -> Iterator[World]:
    """Make a folder with the examples and a world that looks at what is written to it."""
    for name in FILES:
        shutil.copy(EXAMPLES / f"{name}.py", folder)
    with closing(open_world(f"sqlite:{folder / 'world.db'}")) as world:
        with closing(sqlite3.connect(folder / "world.db")) as raw:
            raw.executescript(WITNESS)
        yield world


async def set_fire(
    world: World, workers: Workers, folder: Path, report: Report, *, runs: int, seconds: float, every: float, seed: int
) -> None:
    """Start `runs` runs in the first nine tenths of `seconds`, and hurt a worker every `every` seconds."""
    async with trio.open_nursery() as nursery, open_vm(world=world, recover=False) as vm:
        nursery.start_soon(_strike, workers, report, seconds, every, random.Random(seed))
        began = time.monotonic()
        while (elapsed := time.monotonic() - began) < seconds:
            while report.runs < min(runs, runs * elapsed / (seconds * 0.9)):
                name, kwargs = MIX[report.runs % len(MIX)]
                run_id = f"{name}-{report.runs}"
                await vm.start_with(folder / f"{name}.py", kwargs=kwargs, run_id=run_id, is_parked=True)
                report.runs += 1
            await trio.sleep(0.02)


async def _strike(workers: Workers, report: Report, seconds: float, every: float, choose: random.Random) -> None:
    """Hurt workers. Beside what starts runs: a worker that is stopped in a commit holds that up."""
    blows, began = 0, time.monotonic()
    while (elapsed := time.monotonic() - began) < seconds:
        if elapsed >= (blows + 1) * every:
            blows += 1
            if choose.random() < 0.5 and workers.stop(choose):
                report.stops += 1
            else:
                workers.kill(choose)
                report.kills += 1
        workers.wake_due()
        await trio.sleep(0.02)


def wait_until_over(world: World, workers: Workers) -> None:
    """Leave the workers alone until no run is left.

    Raises:
        ChaosFailed: Some do not end.
    """
    workers.wake_due(all=True)
    deadline = time.monotonic() + PATIENCE_S
    while left := world.unfinished_runs():
        if time.monotonic() > deadline:
            shown = [(record.run_id, record.status, record.owner) for record in map(world.get_run, left[:5])]
            raise ChaosFailed(f"{len(left)} runs do not end: {shown}; workers said: {workers.said()}")
        time.sleep(0.1)


# ---- what is left


def check(world: World, folder: Path, hurt: set[int], report: Report) -> None:
    """Hold the world against what was promised. Raises `ChaosFailed`."""
    with closing(sqlite3.connect(folder / "world.db")) as raw:
        faults = raw.execute("SELECT * FROM chaos_faults").fetchall()
        left = [raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("queue", "waits", "slots")]
        raw.executescript("DROP TRIGGER chaos_fence; DROP TABLE chaos_faults")
    if faults:
        raise ChaosFailed(f"events were appended by fenced workers: {faults[:5]}")
    if any(left):
        raise ChaosFailed(f"messages, waits, slots are left: {left}")
    programs = ProgramCache(world)
    records = world.list_runs()
    if len(records) < report.runs:
        raise ChaosFailed(f"{report.runs} runs were started, {len(records)} are there")
    for record in records:
        report.ended[str(record.status)] += 1
        _check_run(world, programs, record, hurt, report)
    findings = world.health(now_ms=int(time.time() * 1000)).findings
    if findings:
        raise ChaosFailed(f"the world has {findings}")


def _check_run(world: World, programs: ProgramCache, record: RunRecord, hurt: set[int], report: Report) -> None:
    rows = list(world.read_journal(record.run_id))
    found = [decode_event(row.body) for row in rows]
    ends = [event for event in found if isinstance(event, ENDS)]
    if record.status not in TERMINAL_RUN or len(ends) != 1 or ends[0] is not found[-1]:
        raise ChaosFailed(f"{record.run_id} is {record.status}, with {len(ends)} ends")
    if isinstance(ends[0], events.RunFailed) and "AttemptLost" not in ends[0].error:
        raise ChaosFailed(f"{record.run_id} failed, and no kill explains it: {ends[0].error}")
    results = Counter(
        event.correlation_id for event in found if isinstance(event, events.StepCompleted | events.StepFailed)
    )
    if any(count > 1 for count in results.values()):
        raise ChaosFailed(f"{record.run_id} has steps with several results: {results}")
    owners = {lease.epoch: lease.owner for lease in world.list_leases(record.run_id)}
    report.takeovers += max(0, len(owners) - 1)
    epochs = [row.epoch for row in rows]
    if epochs != sorted(epochs) or not set(epochs) - {0} <= owners.keys():
        raise ChaosFailed(f"{record.run_id} was written under {epochs}, leased under {sorted(owners)}")
    report.lost += _check_attempts(record.run_id, found, epochs, owners, hurt)
    program = programs.load(record.bundle, record.workflow)
    _, journal = verify(program, record.run_id, [(row.position, row.body, row.hash) for row in rows])
    if journal.head_hash != record.head_hash:
        raise ChaosFailed(f"{record.run_id} replays to another hash")


def _check_attempts(
    run_id: str, found: Sequence[Event], epochs: Sequence[int], owners: dict[int, str], hurt: set[int]
) -> int:
    """Have every attempt that was lost explained by what was done to its worker; return how many there were."""
    begun: dict[str, int] = {}
    lost = 0
    for event, epoch in zip(found, epochs, strict=True):
        if isinstance(event, events.StepStarted):
            begun[event.correlation_id] = epoch
        elif isinstance(event, events.StepRetrying | events.StepFailed) and "AttemptLost" in event.error:
            lost += 1
            before = begun[event.correlation_id]
            worker = int(owners[before].split("/")[1])
            if before == epoch or worker not in hurt:
                raise ChaosFailed(f"{run_id}: an attempt of {event.correlation_id} was lost, and nothing explains it")
    return lost


def run_chaos(folder: Path, *, runs: int, seconds: float, workers: int, every: float, seed: int) -> Report:
    """Set the fire in `folder`, let it burn down, and look at what is left. Raises `ChaosFailed`."""
    report = Report()
    with prepare(folder) as world, closing(Workers(folder, workers)) as crew:
        trio.run(lambda: set_fire(world, crew, folder, report, runs=runs, seconds=seconds, every=every, seed=seed))
        wait_until_over(world, crew)
        crew.dismiss()
        check(world, folder, crew.hurt, report)
    return report


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Kill and stop workers at random and see that nothing is lost.")
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two blows")
    parser.add_argument("--seed", type=int, default=0, help="of the blows")
    parser.add_argument("--keep", type=Path, help="an empty folder for the world, which stays")
    options = vars(parser.parse_args(argv))
    kept = options.pop("keep")
    with tempfile.TemporaryDirectory(prefix="vm-chaos-") as made:
        try:
            report = run_chaos(kept or Path(made), **options)
        except ChaosFailed as failure:
            print(f"FAILED: {failure}", file=sys.stderr)
            return 1
    print(f"{report}: all as promised")
    return 0


if __name__ == "__main__":
    sys.exit(main())
