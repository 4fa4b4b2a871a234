"""One writer for each engine: what it writes goes through here, one transaction after the other."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from typing import Final, TypeVar

import trio

from vm.errors import OperatorError, WorldBusy
from world.interface.patience import briefly

SLOW_MS: Final = 2.0  # of waiting for the disk: longer than the hand-off to a thread, and attempts would notice
ROW_MS: Final = 0.02  # what a row costs on every disk; a thread would not make it cheaper
FIRST_PAUSE_S: Final = 0.05
LONGEST_PAUSE_S: Final = 2.0

_T = TypeVar("_T")
_log: Final = logging.getLogger(__name__)


class Writer:
    """Makes one write after the other, and waits where waiting helps: a world that is busy, a disk that is full.

    A write is made where it is asked for: a hand-off to a thread costs about what a commit does. A thread makes it
    when others hold the world's lock for more than a moment, and when the disk is slow and there is something else
    to do meanwhile (`is_shared`); what becomes ready while it does goes into the next one.
    """

    def __init__(self, *, patience_ms: int | None, is_shared: Callable[[], bool]) -> None:
        self._patience_s = math.inf if patience_ms is None else patience_ms / 1000
        self._is_shared = is_shared
        self._ends_at = math.inf
        self._slowness_ms = 0.0
        self.writes = 0  # made or tried: moves whenever something here may have changed the world
        self._is_writing = False
        self._waiting = trio.lowlevel.ParkingLot()  # not a trio.Lock: that takes nine calls to find nobody else there

    def end_at(self, deadline: float) -> None:
        """Try nothing again after `deadline`, on trio's clock."""
        self._ends_at = deadline

    async def write(self, work: Callable[[], _T], *, rows: int = 0) -> _T:
        """Do `work`, which is one transaction of about that many rows, and return what it returns.

        Raises:
            OperatorError: The world is out of reach, also after all patience. Nothing was written.
        """
        if self._is_writing:
            await self._waiting.park()  # whoever wrote hands its turn on
        self._is_writing = True
        try:
            if self._slowness_ms > SLOW_MS and self._is_shared():
                return await self._write_in_thread(work, rows)
            try:
                with briefly():
                    return self._write_here(work, rows)
            except WorldBusy:  # a thread can wait for it: the loop has leases to keep and timers to notice
                return await self._write_in_thread(work, rows)
        except OperatorError as error:
            if not error.is_retryable:
                raise
            return await self._write_again(work, rows, error)
        finally:
            if self._waiting:
                self._waiting.unpark()
            else:
                self._is_writing = False

    def _write_here(self, work: Callable[[], _T], rows: int) -> _T:
        began = time.perf_counter()
        try:
            return work()
        finally:
            self.writes += 1
            took_ms = (time.perf_counter() - began) * 1000
            self._slowness_ms += (took_ms - rows * ROW_MS - self._slowness_ms) / 5

    async def _write_in_thread(self, work: Callable[[], _T], rows: int) -> _T:
        return await trio.to_thread.run_sync(self._write_here, work, rows)

    async def _write_again(self, work: Callable[[], _T], rows: int, error: OperatorError) -> _T:
        """Try until it works, in a thread: waiting for a lock must not hold the loop up."""
        began, pause_s = trio.current_time(), FIRST_PAUSE_S
        while trio.current_time() < min(began + self._patience_s, self._ends_at):
            _log.warning("%s; trying again", error.what)
            await trio.sleep(pause_s)
            try:
                return await self._write_in_thread(work, rows)
            except OperatorError as again:
                if not again.is_retryable:
                    raise
                error, pause_s = again, min(pause_s * 2, LONGEST_PAUSE_S)
        raise error
