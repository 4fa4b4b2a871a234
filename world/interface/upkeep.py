"""What an operator does with a world."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Protocol

from world.changes import Belongings
from world.records import BundleRecord, JournalRow, RunRecord, WaitRecord, WorldHealth


class Upkeep(Protocol):
    """See `world.interface`."""

    def change_stamp(self) -> int:
        """Return a number that changes when another process or connection wrote.

        It may change on one's own writes too. Cheap; for waking without polling rows.
        """
        ...

    def health(self, *, now_ms: int | None = None) -> WorldHealth:
        """Look the whole world over, every event too: slow, in proportion to its size.

        With `now_ms` also for what is late, or will never come: leases that expired, schedules that nobody moved
        on, runs that are not over and that nothing would wake (no wait, message, hook or child of theirs).
        """
        ...

    def get_belongings(self, run_id: str) -> Belongings:
        """Return what a run has beside its journal and its waits, as of one moment. An unknown run has nothing."""
        ...

    def import_run(
        self,
        run: RunRecord,
        rows: Sequence[JournalRow],
        *,
        bundle: BundleRecord,
        waits: Sequence[WaitRecord] = (),
        belongings: Belongings | None = None,
        now_ms: int,
    ) -> bool:
        """Store a whole run that another world exported. Return False when it is here already, as it is.

        It keeps its times, epoch, journal and `belongings`; nobody holds it. One that is not over is buried, lest two
        worlds drive it: `revive_run` lets it go on here. A hook whose token another run's has here is left out: whoever
        drives the run opens it anew, or is told.

        Raises:
            RunExists: The run id is taken by a run with another journal, or its `dedup_key` by a live one.
            InternalError: The rows do not end where the record says, or the bundle is not the run's.
        """
        ...

    def delete_runs(self, *, ended_before_ms: int, limit: int) -> int:
        """Delete up to `limit` runs that ended before that time, the longest ended first; return how many.

        With all that belongs to them, the bundles that neither a run nor a schedule points at any more, and the
        answers to webhooks' requests that are older.
        """
        ...

    def delete_run(self, run_id: str) -> bool:
        """Delete one run that is over, with all that belongs to it. Return False when there is none such."""
        ...

    def shrink(self) -> int:
        """Give the room that deleted runs have left back to the machine; return how many bytes that were.

        Nothing that is stored changes. Others can read meanwhile; their writes wait, longer than they may in a big
        world (`WorldBusy`).

        Raises:
            WorldBusy: Others keep writing. Nothing was given back.
            WorldFull: There is not even the room to copy what is left.
        """
        ...

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Copy the world as it is now into a new file, while others go on using it.

        Raises:
            BadInput: Something is at `path` already, or a world of this kind cannot be copied into a file.
            WorldUnwritable: The file cannot be written. Nothing is left of it.
        """
        ...

    def close(self) -> None:
        """Release files. Closing twice is fine."""
        ...
