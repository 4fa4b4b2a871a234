"""What is known of runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from vm.core.lifecycle import RunStatus
from world.records import JournalRow, RunRecord


class Runs(Protocol):
    """See `world.interface`."""

    def find_run(self, run_id: str) -> RunRecord | None: ...

    def get_run(self, run_id: str) -> RunRecord:
        """Like `find_run`, but raises `RunNotFound`."""
        ...

    def list_runs(
        self,
        *,
        status: RunStatus | None = None,
        workflow: str | None = None,
        since_ms: int | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> list[RunRecord]:
        """Return runs, newest first (by creation, then by order of arrival).

        `workflow` matches the whole id or its last part (the function's name). `since_ms` is the earliest
        creation time. `after` is the id of the last run of the page before.

        Raises:
            RunNotFound: There is no run `after`.
        """
        ...

    def get_bundle(self, bundle_hash: str) -> bytes:
        """Return a bundle's bytes.

        Raises:
            WorldDamaged: It is not there, or its bytes do not have that hash.
        """
        ...

    def read_journal(self, run_id: str, *, after: int = 0, limit: int | None = None) -> Iterator[JournalRow]:
        """Yield a run's rows in order, from position `after + 1`. An unknown run has none.

        Holds nothing open between rows: the run may be appended to, and the iterator dropped, at any time.
        """
        ...

    def unfinished_runs(self) -> list[str]:
        """Return the ids of all runs that are neither completed, failed nor cancelled, oldest first."""
        ...
