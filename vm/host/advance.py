"""What an advance of a run brought and has not committed yet."""

from __future__ import annotations

import json
from dataclasses import field
from functools import partial
from typing import Final

from vm.core.frozen import record
from vm.core.journal import Entry
from vm.core.lifecycle import RunStatus
from vm.core.traces import Frame
from vm.host.outside import Outside
from vm.host.steps import Attempt
from world.changes import Changes
from world.records import Append, JournalRow, Lease, NewMessage, WaitRecord

_make_row: Final = partial(tuple.__new__, JournalRow)  # what `JournalRow._make` does, without a call of Python's


@record
class Advance:
    """Rows to commit, with what goes with them; then things to do. `freed` are steps whose slots are given back."""

    entries: list[Entry] = field(default_factory=list)
    opened: list[WaitRecord] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    consumed: list[int] = field(default_factory=list)
    freed: list[str] = field(default_factory=list)
    outside: Outside | None = None
    status: RunStatus | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing waits to be committed."""
        return not (self.entries or self.consumed or self.freed or self.outside)

    def append(
        self,
        lease: Lease,
        head: int,
        *,
        now_ms: int,
        lease_expires_ms: int,
        messages: tuple[NewMessage, ...] = (),
        changes: Changes | None = None,
        release: bool = False,
    ) -> Append:
        """Return what commits it, behind position `head`."""
        epoch, entries = lease.epoch, self.entries
        rows = [_make_row((position, body, hash, now_ms, epoch, notes)) for position, _, body, hash, notes in entries]
        return Append(
            run_id=lease.run_id,
            epoch=epoch,
            head=head,
            rows=tuple(rows),
            now_ms=now_ms,
            lease_expires_ms=lease_expires_ms,
            status=self.status,
            opened=tuple(self.opened),
            closed=tuple(self.closed),
            messages=messages,
            consumed=tuple(self.consumed),
            freed=tuple(self.freed),
            changes=changes,
            release=release,
        )


def trace_notes(trace: tuple[Frame, ...]) -> str | None:
    """Return the JSON that stands beside a failure in the journal: where it came from."""
    return json.dumps({"trace": trace}, ensure_ascii=False) if trace else None
