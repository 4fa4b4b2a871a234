"""The process that a candidate may kill: reads sources, one JSON line each, and answers how they ended."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import warnings
from collections.abc import Mapping
from types import FrameType
from typing import Any, Final

from tools.fuzz.watch import AuditWatch, find_forbidden, snapshot
from vm.core.context import Context
from vm.core.events import Encoded, RunCreated, RunStarted, WaitCompleted
from vm.core.kernel import Closed
from vm.core.program import Body
from vm.core.replay import Replay
from vm.errors import VMError
from vm.sandbox.loader import load_source
from vm.sandbox.program import SandboxProgram

MEMORY_BYTES: Final = 2 << 30
LIMIT_S: Final = 2.0
WAKES: Final = 20  # sleeps of a candidate that are ended
WORKFLOW: Final = "workflow//workflow.py//main"


class TooSlow(BaseException):
    """The alarm rang in the middle of a candidate."""


class Watched:
    """A program that remembers the body it opened."""

    def __init__(self, program: SandboxProgram) -> None:
        self._program = program
        self.policy = program.policy
        self.files = program.files
        self.is_patched = program.is_patched
        self.body: Body | None = None

    def open(self, context: Context) -> Body:
        self.body = self._program.open(context)
        return self.body

    def holdings(self, replay: Replay) -> dict[str, Any]:
        """Return what the candidate has: its globals, and what its body gave back."""
        found: dict[str, Any] = {}
        if self.body is not None:
            names = getattr(self.body.function, "__globals__", {})
            found.update((name, value) for name, value in names.items() if not name.startswith("__"))
        main = replay._main
        if main is not None:
            found[".value"] = main._value
            found[".error"] = getattr(main._error, "args", None)
        return found


def judge(source: str, watch: AuditWatch, before: Mapping[str, tuple[str, ...]]) -> str:
    """Run one candidate and return how it ended: a word, and for an escape what showed it."""
    try:
        program = Watched(SandboxProgram(load_source(source), WORKFLOW))
    except VMError:
        return "refused"
    replay = Replay(program, _header())
    watch.seen.clear()
    watch.is_armed = True
    try:
        end = _drive(replay)
    finally:
        watch.is_armed = False
    shown = watch.seen[0] if watch.seen else find_forbidden(program.holdings(replay))
    replay.close()
    if shown is None and snapshot() != before:
        shown = "it left something on what all runs share"
    return end if shown is None else f"escape: {shown}"


def _header() -> RunCreated:
    return RunCreated(
        at_ms=0, journal_version=1, run_id="fuzz", workflow=WORKFLOW, bundle="", policy=1, seed="7",
        input=Encoded('{"$tuple":[{"$tuple":[]},{}]}'),
    )  # fmt: skip


def _drive(replay: Replay) -> str:
    replay.feed(RunStarted(at_ms=0))
    for _ in range(WAKES):
        waits = replay.open_waits()
        if replay.is_over or not waits:
            break
        replay.feed(WaitCompleted(at_ms=waits[0].until_ms, correlation_id=waits[0].correlation_id))
    return str(replay.status)


def _ring(_: int, __: FrameType | None) -> None:
    raise TooSlow


def answer(source: str, watch: AuditWatch, before: Mapping[str, tuple[str, ...]]) -> str:
    """Return `judge`'s answer, or what got past it."""
    signal.setitimer(signal.ITIMER_REAL, LIMIT_S)
    try:
        return judge(source, watch, before)
    except TooSlow:
        return "slow"
    except Closed:
        return "stopped"
    except MemoryError:
        return "memory"
    except BaseException as error:  # noqa: BLE001 - whatever gets past the VM is a finding
        return f"raised: {type(error).__name__}: {error}"[:300]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Answer candidates until there are no more."""
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for the life of the process
    signal.signal(signal.SIGALRM, _ring)
    snapshot()  # imports every shim
    before, watch = snapshot(), AuditWatch()
    for line in sys.stdin:
        out.write(json.dumps(answer(json.loads(line), watch, before)) + "\n")
        after = snapshot()
        if after != before:
            before = after


if __name__ == "__main__":
    main()
