"""Which runs want a host, and when."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from world.records import WaitRecord


class Waking(Protocol):
    """See `world.interface`."""

    def due_runs(self, *, now_ms: int, limit: int, workflows: Collection[str] | None = None) -> list[str]:
        """Return unfinished runs that want a host now and that nobody holds, most urgent first.

        A run wants a host when one of its messages or waits is due, or when a lease on it expired without
        having been released (its worker died). One that is buried never does. The greatest priority first (that of
        the run, which messages raise), then the earliest due time, then first come. An expired lease is due since it
        expired. `workflows`: whole ids of the workflows to look at (None: all).
        """
        ...

    def next_due_ms(self, *, workflows: Collection[str] | None = None) -> int | None:
        """Return the earliest due time of any message or wait of an unfinished run that nobody holds.

        Leaves out what `due_runs` leaves out. None when nothing will ever be due by itself.
        """
        ...

    def list_waits(self, run_id: str | None = None, *, limit: int | None = None) -> list[WaitRecord]:
        """Return open waits, earliest due first, then first come."""
        ...
