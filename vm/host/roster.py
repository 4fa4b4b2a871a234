"""Which runs are in memory here, what has happened to them, and who is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakValueDictionary

import trio

from vm.errors import VMError
from vm.host.warm import WarmRun
from world.records import Lease


class Roster:
    """The warm runs by id. `touched` are those with something to commit.

    `failures` says of runs that were parked here why they could not be advanced.
    """

    def __init__(self) -> None:
        self.touched: dict[str, WarmRun] = {}
        self.failures: dict[str, VMError] = {}
        self._warm: dict[str, WarmRun] = {}
        self._bells: WeakValueDictionary[str, trio.Event] = WeakValueDictionary()

    def __iter__(self) -> Iterator[WarmRun]:
        return iter(self._warm.values())

    def __len__(self) -> int:
        return len(self._warm)

    def find(self, run_id: str) -> WarmRun | None:
        return self._warm.get(run_id)

    def leases(self) -> list[Lease]:
        """Return the leases of all runs. May be called in any thread."""
        return [run.lease for run in list(self._warm.values())]

    def doubt(self, run_id: str) -> None:
        """Have a run's lease looked at with the next commit: it may be lost."""
        run = self._warm.get(run_id)
        if run is not None:
            self.touched[run_id] = run

    def fail(self, run_id: str, failure: VMError) -> None:
        """Say why a run could not be advanced."""
        self.failures[run_id] = failure
        self.ring(run_id)

    def add(self, run: WarmRun) -> None:
        """A run came into memory."""
        self._warm[run.run_id] = run
        self.failures.pop(run.run_id, None)
        self.ring(run.run_id)

    def touch(self, run: WarmRun) -> None:
        """Something has happened to a run, and is to be committed."""
        self.touched[run.run_id] = run

    def take_touched(self) -> list[WarmRun]:
        touched, self.touched = self.touched, {}
        return list(touched.values())

    def remove(self, run: WarmRun) -> bool:
        """A run leaves memory. Say whether it was there: another with its id may have come meanwhile."""
        if self._warm.get(run.run_id) is not run:
            return False
        del self._warm[run.run_id]
        self.touched.pop(run.run_id, None)
        self.ring(run.run_id)
        return True

    # ---- bells

    def bell(self, run_id: str) -> trio.Event:
        """Return what is set when a run next comes into memory or leaves it, or may have ended elsewhere."""
        bell = self._bells.get(run_id)
        if bell is None:
            bell = self._bells[run_id] = trio.Event()
        return bell

    def ring(self, run_id: str) -> None:
        bell = self._bells.pop(run_id, None)
        if bell is not None:
            bell.set()

    def ring_absent(self) -> None:
        """Ring for all runs that are not in memory: another process may have done something to them."""
        for run_id in [run_id for run_id in self._bells if run_id not in self._warm]:
            self.ring(run_id)

    def ring_all(self) -> None:
        for run_id in list(self._bells):
            self.ring(run_id)
