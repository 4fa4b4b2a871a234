"""Source that would take all time or memory, the files in `tests/escapes/bombs`, is stopped by the VM in time.

Each goes off in a process of its own, which is given a few seconds and a little memory. A second line
`# hole: why` marks one that still has to be stopped by the process's limits: its test must fail. There are hundreds:
the suite takes a sample.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path

import pytest

from tests.nightly import sample
from tests.sandbox.replays import start
from tests.sandbox.test_escapes import load_attack
from vm.core.commands import FailRun
from vm.errors import BodyTooHeavy, OutOfMemory, SourceRefused

LIMIT_S = 4  # the VM takes about one; the rest is for slow machines
MEMORY_BYTES = 3 << 30  # fuel ends before it: two million items of some hundred bytes
MOST_RESIDENT = 1_700 << 20  # beside what the tests themselves hold, a gigabyte and some
BOMBS = [load_attack(path) for path in sorted((Path(__file__).resolve().parents[1] / "escapes" / "bombs").glob("*.py"))]


def set_off(source: str) -> str:
    """Run a bomb in a child; return `stopped ERROR`, or what became of the child."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            burn(source, writing)
        except BaseException as error:  # noqa: BLE001 - told to the test; nothing of pytest's goes on in here
            os.write(writing, f"broke with {type(error).__name__}: {error}"[:200].encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    _, status = os.waitpid(child, 0)
    return text or f"ended by {signal.Signals(os.WTERMSIG(status)).name}"


def burn(source: str, writing: int) -> None:
    sys.settrace(None)  # the time is the bomb's, not the coverage's
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_S, LIMIT_S))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(5 * LIMIT_S)  # for a machine with other work, where a second of processor takes longer
    end = end_of_run(source)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    if resident > MOST_RESIDENT:
        end = f"took {resident >> 20} MiB"
    os.write(writing, end[:200].encode())


def end_of_run(source: str) -> str:
    """Return how the first advance of a run ends: `refused CODE`, `stopped ERROR`, or what it went on with."""
    try:
        _, commands = start(source)
    except SourceRefused as refusal:
        return f"refused {refusal.findings[0].code}"
    except (BodyTooHeavy, OutOfMemory) as error:  # the latter of one value that no machine could hold
        return f"stopped {type(error).__name__}"
    last = commands[-1] if commands else None
    return f"stopped {type_of(last.error)}" if isinstance(last, FailRun) else f"went on with {last}"


def type_of(error: str) -> str:
    written = json.loads(error)
    return str(written.get("$error") or next(iter(written)))  # a group is written another way


def parameters() -> list[object]:
    marks = {bomb.name: [pytest.mark.xfail(reason=bomb.hole, strict=True)] for bomb in BOMBS if bomb.hole}
    chosen = sample([bomb for bomb in BOMBS if not bomb.hole], 12) + [bomb for bomb in BOMBS if bomb.hole]
    return [pytest.param(bomb.source, id=bomb.name, marks=marks.get(bomb.name, ())) for bomb in chosen]


@pytest.mark.parametrize("source", parameters())
def test_bomb_is_stopped_by_the_vm(source: str) -> None:
    end = set_off(source)
    assert end.startswith(("stopped", "refused")), end
    assert end != "stopped MemoryError", "the process's limit stopped it"
