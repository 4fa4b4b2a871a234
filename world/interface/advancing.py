"""How runs come to be and get on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from world.records import Append, BundleRecord, Creation, JournalRow, Lease, NewMessage, NewRun, Written


class Advancing(Protocol):
    """See `world.interface`."""

    def create_run(
        self,
        run: NewRun,
        rows: Sequence[JournalRow],
        *,
        bundle: BundleRecord,
        messages: Sequence[NewMessage] = (),
        owner: str | None = None,
        lease_expires_ms: int = 0,
    ) -> Lease | None:
        """Store a new run, its bundle if it is not there yet, its first rows and messages.

        With `owner`, the run is born leased (epoch 1) and the lease is returned; else None. The run's status
        is `pending`. `append` creates several at once.

        Raises:
            RunExists: The run id is taken, or the `dedup_key` by an unfinished run. Nothing is written; the
                caller decides whether it is the same run. `run_id` is that of the run that is there.
            RunNotFound: A message is addressed to a run that does not exist. Nothing is written.
        """
        ...

    def append(self, appends: Sequence[Append], creations: Sequence[Creation] = ()) -> Written:
        """Write several runs' advances, and new runs, in one transaction; say what was not written.

        First the appends, in the order given: two of the same run work when the second follows on the first.
        One whose epoch is not the run's current one, or whose head is not where the run's journal ends, or
        whose run is over, unknown or not leased by anybody, is fenced: it writes nothing of itself. A lease
        that expired but was claimed by nobody else still writes. Waits that are opened twice or closed when
        they are not open are ignored: the journal is the truth, waits are its index.

        Then the creations, those of the appends' `changes` first, in the order given. One whose run id is taken,
        or whose `dedup_key` an unfinished run has, writes nothing and is named with the run that is there. So is
        the second of two alike.

        Then the messages of all that was written, those of the appends first. One whose `key` is already known
        for its run, or whose run is over, is ignored; so is one to a run that was to be created in this call
        and was not needed.

        Raises:
            RunNotFound: A message is addressed to a run that is neither there nor to be created. Nothing at
                all is written.
        """
        ...
