"""What an operator does with a memory world."""

from __future__ import annotations

import os
from collections.abc import Sequence

from vm.errors import BadInput, RunExists
from world.changes import Belongings, Changes, NewChunk
from world.memory.advancing import Advancing
from world.memory.state import in_turn
from world.memory.stored import StoredRun
from world.records import BundleRecord, JournalRow, NewMessage, NewRun, RunRecord, WaitRecord
from world.rules import IMPORTED, require_whole


class Upkeep(Advancing):
    """See `World`, section upkeep."""

    @in_turn
    def change_stamp(self) -> int:
        """See `World.change_stamp`."""
        return self.commits

    @in_turn
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
        """See `World.import_run`."""
        require_whole(run, rows, bundle)
        known = self._runs.get(run.run_id)
        if known is not None and known.record().head_hash == run.head_hash:
            return False
        new = NewRun(run.run_id, run.workflow, run.bundle, run.created_ms, run.origin, run.dedup_key, run.priority)
        existing = run.run_id if known is not None else self._find_existing(new) if run.ended_ms is None else None
        if existing is not None:
            raise RunExists(existing)
        self._last_run += 1
        self._bundles.setdefault(bundle.hash, bundle.data)
        stored = self._runs[run.run_id] = StoredRun(
            new,
            self._last_run,
            run.updated_ms,
            run.status,
            run.ended_ms,
            run.epoch,
            priority=run.priority,
            rows=list(rows),
        )
        if run.ended_ms is None:
            self._open[run.run_id] = stored
            stored.burial = now_ms, IMPORTED
            for wait in waits:
                self._last_wait += 1
                stored.waits.setdefault(wait.correlation_id, (self._last_wait, wait))
            stored.refresh_due()
        if belongings is not None:
            self._take_belongings(stored, belongings)
        self.commits += 1
        return True

    @in_turn
    def get_belongings(self, run_id: str) -> Belongings:
        """See `World.get_belongings`."""
        run = self._runs.get(run_id)
        if run is None:
            return Belongings()
        streams = sorted(run.streams.items())
        return Belongings(
            hooks=tuple(self.list_hooks(run_id)),
            chunks=tuple(NewChunk(name, row.kind, row.body) for name, stream in streams for row in stream.chunks),
            streams_closed=tuple(name for name, stream in streams if stream.is_closed),
            attributes=dict(sorted(run.attributes.items())),
            messages=tuple(
                NewMessage(run_id, sent.kind, sent.payload, sent.key, sent.due_ms, sent.priority)
                for sent in run.messages.values()
            ),
            keys=tuple(sorted(run.keys)),
        )

    def _take_belongings(self, run: StoredRun, found: Belongings) -> None:
        changes = Changes(
            hooks_opened=() if run.is_over else found.hooks,
            chunks=found.chunks,
            streams_closed=found.streams_closed,
            attributes=found.attributes,
        )
        self._change(run, changes)
        for stream in run.streams.values():
            stream.is_closed |= run.is_over  # whatever the file says
        for message in found.messages:
            self._put(message)
        run.keys.update(found.keys)

    @in_turn
    def delete_runs(self, *, ended_before_ms: int, limit: int) -> int:
        """See `World.delete_runs`."""
        ended = [
            (run.ended_ms, run.arrival, run_id)
            for run_id, run in self._runs.items()
            if run.ended_ms is not None and run.ended_ms < ended_before_ms
        ]
        chosen = sorted(ended)[:limit]
        for *_, run_id in chosen:
            del self._runs[run_id]
        self._drop_bundles()
        self._answers = {key: found for key, found in self._answers.items() if found[1] >= ended_before_ms}
        self.commits += bool(chosen)
        return len(chosen)

    def delete_run(self, run_id: str) -> bool:
        """See `World.delete_run`."""
        run = self._runs.get(run_id)
        if run is None or run.ended_ms is None:
            return False
        del self._runs[run_id]
        self._drop_bundles()
        self.commits += 1
        return True

    def _drop_bundles(self) -> None:
        kept = {run.new.bundle for run in self._runs.values()} | {found.bundle for found in self._schedules.values()}
        self._bundles = {bundle: data for bundle, data in self._bundles.items() if bundle in kept}

    def shrink(self) -> int:
        """See `World.shrink`. What was deleted is gone already."""
        return 0

    def backup(self, path: str | os.PathLike[str]) -> None:
        """See `World.backup`."""
        raise BadInput("a world in memory is no file, and cannot be copied into one", fix="use a sqlite: world")

    def close(self) -> None:
        """See `World.close`."""
