"""How a body's process ended: from what the kernel says to what an operator is told."""

from __future__ import annotations

import os
import signal
from typing import Final

from vm.core.frozen import frozen

EXHAUSTED: Final = 81
"""The process found no more memory."""

FAULTY: Final = 82
"""Something is wrong in the process that is no fault of the body's."""

_OUTSIDE: Final = tuple(
    getattr(signal, name) for name in ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)
)


@frozen
class Death:
    """Why a process is gone. `limit` is one of `memory`, `cpu`, `time`, `system-call`, `crash`, `exit`, `words`,
    `fault`, and `outside` for what was not the body's doing.
    """

    limit: str
    what: str


def explain_death(status: int, *, memory_mb: int, cpu_seconds: int, last_words: str) -> Death:
    """Return what a wait status means. `last_words` are what the process left on stderr."""
    if not os.WIFSIGNALED(status):
        return _explain_exit(os.WEXITSTATUS(status), memory_mb, last_words)
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU:
        return Death("cpu", f"it computed for more than {cpu_seconds} s between two awaits")
    if number == signal.SIGSYS:
        return Death("system-call", "it made a system call that a body has no use for")
    if number in _OUTSIDE:
        return Death("outside", f"somebody ended it with signal {number}")
    return Death("crash", f"the interpreter crashed with signal {number}{_quote(last_words)}")


def _explain_exit(code: int, memory_mb: int, last_words: str) -> Death:
    if code == EXHAUSTED:
        return Death("memory", f"it wanted more than {memory_mb} MiB of memory")
    if code == FAULTY:
        return Death("fault", f"it could not go on{_quote(last_words)}")
    return Death("exit", f"it left by itself with exit code {code}{_quote(last_words)}")


def _quote(last_words: str) -> str:
    rows = last_words.strip().splitlines()
    return f": {rows[-1][:200]}" if rows else ""
