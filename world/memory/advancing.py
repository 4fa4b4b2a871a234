"""How runs of the memory world come to be and get on.

All-or-nothing holds because everything that can refuse is looked at before anything is changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from vm.core.lifecycle import TERMINAL_RUN
from vm.errors import RunExists, RunNotFound
from world.changes import HookClash
from world.memory.outside import Outside
from world.memory.state import in_turn
from world.memory.stored import StoredRun
from world.records import Append, BundleRecord, Creation, JournalRow, Lease, NewMessage, NewRun, Written
from world.rules import children_of, messages_of, settle_waits


class Advancing(Outside):
    """See `World.create_run` and `World.append`."""

    @in_turn
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
        """See `World.create_run`."""
        creation = Creation(run, tuple(rows), bundle, tuple(messages), owner, lease_expires_ms)
        existing = self._write((), (creation,)).existing
        if existing:
            raise RunExists(existing[run.run_id])
        return creation.lease()

    @in_turn
    def append(self, appends: Sequence[Append], creations: Sequence[Creation] = ()) -> Written:
        """See `World.append`."""
        return self._write(appends, creations)

    def _write(self, appends: Sequence[Append], creations: Sequence[Creation]) -> Written:
        self._require_addressees(appends, creations)
        messages: list[NewMessage] = []
        clashes: list[HookClash] = []
        wanted: list[Creation] = []
        fenced, existing = [], {}
        for append in appends:
            if self._advance(append, clashes):
                messages += append.messages
                wanted += children_of([append])
            else:
                fenced.append(append.run_id)
        for creation in (*wanted, *creations):
            found = self._find_existing(creation.run)
            if found is None:
                self._create(creation)
                messages += creation.messages
            else:
                existing[creation.run.run_id] = found
        for message in messages:
            self._put(message)
        self.commits += 1
        return Written(tuple(fenced), existing, tuple(clashes))

    def _require_addressees(self, appends: Sequence[Append], creations: Sequence[Creation]) -> None:
        wanted = (*children_of(appends), *creations)
        known = {creation.run.run_id for creation in wanted}
        for message in messages_of(appends, wanted):
            if message.run_id not in known and not message.may_be_late and message.run_id not in self._runs:
                raise RunNotFound(message.run_id)

    def _find_existing(self, new: NewRun) -> str | None:
        """Return the id of the run that is there in place of the new one, or None."""
        if new.run_id in self._runs:
            return new.run_id
        if new.dedup_key is None:
            return None
        return next((run_id for run_id, run in self._open.items() if run.new.dedup_key == new.dedup_key), None)

    def _create(self, creation: Creation) -> None:
        self._last_run += 1
        self._bundles.setdefault(creation.bundle.hash, creation.bundle.data)
        run_id = creation.run.run_id
        self._runs[run_id] = self._open[run_id] = StoredRun.create(creation, self._last_run)

    def _advance(self, append: Append, clashes: list[HookClash]) -> bool:
        run = self._runs.get(append.run_id)
        if run is None or not run.accepts(append):
            return False
        run.rows.extend(append.rows)
        run.updated_ms, run.lease_expires_ms = append.now_ms, append.lease_expires_ms
        run.status = append.status or run.status
        if append.rows or append.release:
            run.deliveries = 0
        self._settle(run, append)
        if append.changes is not None:
            clashes += self._change(run, append.changes)
        if run.status in TERMINAL_RUN:
            self._drop_hooks(append.run_id)
            run.end(append.now_ms)
            del self._open[append.run_id]
        elif append.release:
            run.release()
        run.refresh_due()
        return True

    def _settle(self, run: StoredRun, append: Append) -> None:
        closed, opened = settle_waits(append, run.waits.__contains__)
        for correlation_id in closed:
            run.waits.pop(correlation_id, None)
        for wait in opened:
            self._last_wait += 1
            run.waits.setdefault(wait.correlation_id, (self._last_wait, wait))
        for message_id in append.consumed:
            run.messages.pop(message_id, None)
        if append.freed:
            run.slots = {slot for slot in run.slots if slot[1] not in append.freed}
