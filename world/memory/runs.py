"""The memory world's runs, as they are listed and read."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from vm.core.lifecycle import RunStatus
from vm.errors import WorldDamaged
from world.memory.state import State, in_turn
from world.records import JournalRow, RunRecord


class Runs(State):
    """See `World`, section runs."""

    @in_turn
    def find_run(self, run_id: str) -> RunRecord | None:
        """See `World.find_run`."""
        run = self._runs.get(run_id)
        return None if run is None else run.record()

    @in_turn
    def get_run(self, run_id: str) -> RunRecord:
        """See `World.get_run`."""
        return self._get(run_id).record()

    @in_turn
    def list_runs(
        self,
        *,
        status: RunStatus | None = None,
        workflow: str | None = None,
        since_ms: int | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> list[RunRecord]:
        """See `World.list_runs`."""
        below = None if after is None else self._get(after).age
        found = [
            run
            for run in self._runs.values()
            if (status is None or run.status == status)
            and (workflow is None or workflow in (run.new.workflow, run.new.workflow.rpartition("//")[2]))
            and (since_ms is None or run.new.created_ms >= since_ms)
            and (below is None or run.age < below)
        ]
        return [run.record() for run in sorted(found, key=lambda run: run.age, reverse=True)[:limit]]

    @in_turn
    def unfinished_runs(self) -> list[str]:
        """See `World.unfinished_runs`."""
        return [run.new.run_id for run in sorted(self._open.values(), key=lambda run: run.age)]

    @in_turn
    def get_bundle(self, bundle_hash: str) -> bytes:
        """See `World.get_bundle`."""
        data = self._bundles.get(bundle_hash)
        if data is None:
            raise WorldDamaged(self.location, f"bundle {bundle_hash} is missing")
        if sha256(data).hexdigest() != bundle_hash:
            raise WorldDamaged(self.location, f"the bytes of bundle {bundle_hash} do not have that hash")
        return data

    @in_turn
    def read_journal(self, run_id: str, *, after: int = 0, limit: int | None = None) -> Iterator[JournalRow]:
        """See `World.read_journal`."""
        run = self._runs.get(run_id)
        return iter(() if run is None else run.rows[after : None if limit is None else after + limit])
