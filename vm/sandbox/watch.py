"""A look at the processor's clock and at memory, for work that fuel does not see.

Fuel is the law: it is counted alike everywhere, and what it ends has failed. This is the net below it. What C code
does with values that grew where nobody counted shows here alone. That differs by machine, so it is never the
run's result: whoever drives the run is told, and nothing is recorded. Rejected: a thread or a signal, which cannot
stop C code either, and would stop a body between any two instructions.
"""

from __future__ import annotations

import sys
import time
from typing import Final

try:
    from resource import RUSAGE_SELF, getrusage
except ImportError:  # Windows

    def _peak_bytes() -> int:
        return 0
else:
    _UNIT: Final = 1 if sys.platform == "darwin" else 1024

    def _peak_bytes() -> int:
        return getrusage(RUSAGE_SELF).ru_maxrss * _UNIT


_HAS_TIME: Final = sys.platform != "emscripten"  # there a process's time is the clock's, other programs' included
thread_time: Final = getattr(time, "thread_time", time.process_time)  # WebAssembly has no threads

MOST_S: Final = 1.0
"""Seconds of processor that an advance may take beyond what its fuel pays for."""

PER_UNIT_S: Final = 0.4e-6
"""Seconds of processor that a unit of fuel pays for: more than any that is counted takes where this was measured."""

MOST_BYTES: Final = 1 << 30
"""Bytes by which an advance may raise what the process has held at most."""

SLOW_S: Final = 8e-6
"""A unit that takes longer does something that nobody counts: from then on is looked more often."""


class Watch:
    """What one advance of a body may take of the machine."""

    __slots__ = ("_began_s", "_peak")

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Measure from here."""
        self._began_s = thread_time()
        self._peak = _peak_bytes()

    def excess(self, units: int) -> str | None:
        """Return what an advance that has used so many units has taken too much of, or None.

        With a debugger or a tracer in between, time says nothing.
        """
        took_s = thread_time() - self._began_s
        if took_s > MOST_S + units * PER_UNIT_S and sys.gettrace() is None and _HAS_TIME:
            return f"it computed for {took_s:.1f} s, most of it in library code on large values"
        if _peak_bytes() - self._peak > MOST_BYTES:
            return f"it took over {MOST_BYTES >> 20:,} MiB of memory"
        return None
