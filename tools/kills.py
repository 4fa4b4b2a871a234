"""Have examples killed by a real SIGKILL behind commits chosen at random, and finished by another process.

    python -m tools.kills --count 300 --seed 7

`vm.testing.crash_everywhere` dies behind each commit of each example, but only as an exception can: what is in memory
goes on. Here a process of its own drives the example on a SQLite file and is killed by the system. All is well when the
run comes to what one that nobody killed comes to.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import trio

from vm.face.wiring import open_world
from vm.testing.crashes import Case, Ending, PromiseBroken, describe_difference, drive, look
from vm.testing.mortal import MortalWorld

EXAMPLES: Final = Path(__file__).resolve().parents[1] / "vm" / "examples"
CALLS: Final[Mapping[str, Mapping[str, Any]]] = {
    "approval": {},
    "batch": {"documents": 60},
    "drip": {},
    "escrow": {},
    "etl_graph": {"input_data": {"flaky": False}},  # an attempt that a kill cut short is the first one too
    "flaky_api": {},
    "fulfilment": {"patience": "1h"},
    "images": {},
    "migrate": {},
    "moderation": {},
    "order": {},
    "parcels": {},
    "progress": {},
    "report_forever": {"days": 3},
    "review_loop_graph": {},
    "saga": {"sold_out": "car"},
    "signup_graph": {"input_data": {"name": "Ada"}},
    "trip_graph": {"input_data": {"to": "Oslo"}},  # a dear one waits for a person: tests/graph/test_crash.py
    "webhook_payment": {},
}
"""Every example, with the arguments that take it through most of its code."""


class KilledWorld(MortalWorld):
    """One whose process is killed by the system behind its last commit."""

    def _die(self) -> BaseException:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("killed processes do nothing")


def find_case(name: str) -> Case:
    return Case(EXAMPLES / f"{name}.py", kwargs=CALLS[name])


def measure(name: str, folder: Path) -> tuple[Ending, int]:
    """Return what an example comes to when nobody kills it, and with how many commits."""
    path = folder / f"{name}.db"
    with closing(open_world(f"sqlite:{path}", synchronous="OFF")) as world:
        mortal = MortalWorld(world)
        trio.run(drive, find_case(name), mortal)
        return look(world, 0), mortal.commits


def kill_behind(name: str, death: int, path: Path) -> tuple[Ending, bool]:
    """Drive an example in a process that is killed behind commit `death`, finish it in another.

    Returns its end, and whether the process was killed: where things happen at once, runs share a commit now and then,
    and the run may be over before.

    Raises:
        PromiseBroken: A process did not end as it has to, or the run did not.
    """
    first = _in_child(lambda: _drive_here(name, path, death))
    last = _in_child(lambda: _drive_here(name, path, None))
    if first not in (-signal.SIGKILL, 0) or last != 0:
        raise PromiseBroken(f"{name}, to be killed behind commit {death}: processes ended with {first} and {last}")
    with closing(open_world(f"sqlite:{path}", create=False)) as world:
        findings = world.health().findings
        if findings:
            raise PromiseBroken(f"{name}, killed behind commit {death}: the world has {findings}")
        return look(world, death), first != 0


def _drive_here(name: str, path: Path, lives: int | None) -> None:
    world = open_world(f"sqlite:{path}", synchronous="OFF")  # what a process wrote outlives it also without a sync
    trio.run(drive, find_case(name), KilledWorld(world, lives))


def _in_child(work: Callable[[], None]) -> int:
    """Do `work` in a fork of this process; return how that ended: its code, or the signal as a negative number."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            work()
            code = 0
        except BaseException:  # noqa: BLE001 - told by the exit code; this says why
            traceback.print_exc()
        finally:
            os._exit(code)  # nothing of the parent is cleaned up twice
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def run_kills(folder: Path, *, count: int, seed: int) -> Counter[str]:
    """Kill `count` examples, each behind one commit; return how often each was. Raises `PromiseBroken`."""
    choose, killed = random.Random(seed), Counter[str]()
    known: dict[str, tuple[Ending, int]] = {}
    number = 0
    while killed.total() < count:
        name, number = choose.choice(sorted(CALLS)), number + 1
        if name not in known:
            known[name] = measure(name, folder)
        expected, commits = known[name]
        death = choose.randint(1, commits)
        found, was_killed = kill_behind(name, death, folder / f"{number}.db")
        if found != expected:
            raise PromiseBroken(
                f"{name}, killed behind commit {death} of {commits}: {describe_difference(expected, found)}"
            )
        killed[name] += was_killed
    return killed


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Kill examples with SIGKILL behind commits chosen at random.")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="vm-kills-") as folder:
        try:
            killed = run_kills(Path(folder), **vars(options))
        except PromiseBroken as broken:
            print(f"FAILED: {broken}", file=sys.stderr)
            return 1
    print(", ".join(f"{name} {count}" for name, count in sorted(killed.items())))
    print(f"{killed.total()} processes killed, every run came to its end: all as promised")
    return 0


if __name__ == "__main__":
    sys.exit(main())
