"""Keeping leases while the loop is busy."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Final

from vm.errors import OperatorError
from vm.host.ticker import Tell

BEATS: Final = 3  # in a lease's life
LONGEST_SILENCE_S: Final = 300.0  # of the loop; then it counts as hung, and others may have its runs

Extend = Callable[[], Sequence[str]]
"""Extends all leases; returns the ids of the runs whose leases turned out to be lost."""

Hear = Callable[[Sequence[str], OperatorError | None], None]
"""Called in the loop with leases that were lost, or with what the world said."""

_log: Final = logging.getLogger(__name__)


class Heart:
    """Calls `extend` three times in each lease's life, and `hear` when that brings something to tell.

    In a thread: the loop may replay a long journal, or run code that does not give way, for longer than a lease. A
    loop that has not called `pulse` for minutes is taken for hung, and its leases run out.
    """

    def __init__(self, lease_ms: int, extend: Extend, hear: Hear) -> None:
        self.pause_s = lease_ms / 1000 / BEATS
        self._extend = extend
        self._hear = hear
        self._seen_s = time.monotonic()
        self._is_silent = False

    def pulse(self) -> None:
        """The loop lives."""
        self._seen_s = time.monotonic()

    def beat(self, tell: Tell) -> float:
        """Extend all leases. See `Tick`."""
        was_silent, self._is_silent = self._is_silent, time.monotonic() - self._seen_s > LONGEST_SILENCE_S
        if self._is_silent:
            if not was_silent:
                _log.error("the loop has not turned for %d s: its leases run out", LONGEST_SILENCE_S)
            return self.pause_s
        try:
            lost = self._extend()
        except OperatorError as error:
            tell(self._hear, (), error)
        else:
            if lost:
                tell(self._hear, lost, None)
        return self.pause_s
