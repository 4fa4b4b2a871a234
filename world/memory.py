"""A world in dicts: the verified fake for tests, and for runs that need not outlive their process.

It passes the same contract suite as every other world. All-or-nothing holds because each method looks at
everything that can refuse it before it changes anything.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from vm.core.journal import seed_hash
from vm.core.lifecycle import TERMINAL_RUN, RunStatus
from vm.errors import Fenced, RunEnded, RunExists, RunLeased, RunNotFound, WorldDamaged
from world.records import (
    Append,
    BundleRecord,
    JournalRow,
    Lease,
    LeaseRecord,
    MessageRecord,
    NewMessage,
    NewRun,
    RunRecord,
    WaitRecord,
    WorldHealth,
    require_whole,
)
from world.rules import describe_expired_lease, settle_waits


@dataclass(slots=True)
class _Run:
    """One run with all that hangs on it. `arrival` counts runs as they come; `due_ms` is derived."""

    new: NewRun
    arrival: int
    updated_ms: int
    status: RunStatus = RunStatus.PENDING
    ended_ms: int | None = None
    epoch: int = 0
    owner: str | None = None
    lease_expires_ms: int | None = None
    due_ms: int | None = None
    rows: list[JournalRow] = field(default_factory=list)
    leases: list[LeaseRecord] = field(default_factory=list)
    waits: dict[str, tuple[int, WaitRecord]] = field(default_factory=dict)
    messages: dict[int, MessageRecord] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        return self.ended_ms is not None

    def record(self) -> RunRecord:
        return RunRecord(
            run_id=self.new.run_id,
            workflow=self.new.workflow,
            bundle=self.new.bundle,
            status=self.status,
            head=len(self.rows),
            head_hash=self.rows[-1].hash if self.rows else seed_hash(self.new.run_id),
            created_ms=self.new.created_ms,
            updated_ms=self.updated_ms,
            ended_ms=self.ended_ms,
            origin=self.new.origin,
            epoch=self.epoch,
            owner=self.owner,
            lease_expires_ms=self.lease_expires_ms,
            due_ms=self.due_ms,
        )

    def holds(self, lease: Lease) -> bool:
        return self.owner is not None and self.epoch == lease.epoch

    def accepts(self, append: Append) -> bool:
        return (
            not self.is_over and self.owner is not None and (self.epoch, len(self.rows)) == (append.epoch, append.head)
        )

    def lease(self, owner: str, now_ms: int, expires_ms: int) -> Lease:
        self.epoch += 1
        self.owner, self.lease_expires_ms = owner, expires_ms
        self.leases.append(LeaseRecord(self.new.run_id, self.epoch, owner, now_ms))
        return Lease(self.new.run_id, owner, self.epoch, expires_ms)

    def release(self) -> None:
        self.owner = self.lease_expires_ms = None

    def end(self, now_ms: int) -> None:
        self.ended_ms = now_ms
        self.waits.clear()
        self.messages.clear()
        self.release()

    def refresh_due(self) -> None:
        times = [wait.due_ms for _, wait in self.waits.values()]
        times += [message.due_ms for message in self.messages.values()]
        self.due_ms = min(times, default=None)

    def urgency(self, now_ms: int) -> tuple[int, int, int] | None:
        """Return what orders the run among those that want a host at `now_ms`; None when it wants none."""
        due_ms, expires_ms = self.due_ms, self.lease_expires_ms
        if expires_ms is not None:
            due_ms = expires_ms if due_ms is None or expires_ms > now_ms else min(due_ms, expires_ms)
        if due_ms is None or due_ms > now_ms:
            return None
        priorities = [message.priority for message in self.messages.values() if message.due_ms <= now_ms]
        return -max(priorities, default=0), due_ms, self.arrival


class MemoryWorld:
    """A `World` that lives as long as the object. `commits` counts the writes that changed it.

    `close` forgets nothing: a test that kills a host opens its runs again through the same object.
    """

    location = "memory:"

    def __init__(self) -> None:
        self.commits = 0
        self._runs: dict[str, _Run] = {}
        self._open: dict[str, _Run] = {}  # those that are not over: what waking looks at
        self._bundles: dict[str, bytes] = {}
        self._last_message = 0
        self._last_wait = 0

    # ---- runs

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
        require_whole(run, rows, bundle)
        if run.run_id in self._runs:
            raise RunExists(run.run_id)
        self._require_runs(message.run_id for message in messages if message.run_id != run.run_id)
        self._bundles.setdefault(bundle.hash, bundle.data)
        made = _Run(run, len(self._runs), run.created_ms, rows=list(rows))
        self._runs[run.run_id] = self._open[run.run_id] = made
        lease = None if owner is None else made.lease(owner, run.created_ms, lease_expires_ms)
        for message in messages:
            self._put(message)
        self.commits += 1
        return lease

    def find_run(self, run_id: str) -> RunRecord | None:
        """See `World.find_run`."""
        run = self._runs.get(run_id)
        return None if run is None else run.record()

    def get_run(self, run_id: str) -> RunRecord:
        """See `World.get_run`."""
        return self._get(run_id).record()

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
        below = None if after is None else _age(self._get(after))
        found = [
            run
            for run in self._runs.values()
            if (status is None or run.status == status)
            and (workflow is None or workflow in (run.new.workflow, run.new.workflow.rpartition("//")[2]))
            and (since_ms is None or run.new.created_ms >= since_ms)
            and (below is None or _age(run) < below)
        ]
        return [run.record() for run in sorted(found, key=_age, reverse=True)[:limit]]

    def get_bundle(self, bundle_hash: str) -> bytes:
        """See `World.get_bundle`."""
        data = self._bundles.get(bundle_hash)
        if data is None:
            raise WorldDamaged(self.location, f"bundle {bundle_hash} is missing")
        if sha256(data).hexdigest() != bundle_hash:
            raise WorldDamaged(self.location, f"the bytes of bundle {bundle_hash} do not have that hash")
        return data

    def read_journal(self, run_id: str, *, after: int = 0, limit: int | None = None) -> Iterator[JournalRow]:
        """See `World.read_journal`."""
        run = self._runs.get(run_id)
        if run is not None:
            yield from run.rows[after : None if limit is None else after + limit]

    # ---- leases

    def claim_run(self, run_id: str, *, owner: str, now_ms: int, expires_ms: int) -> Lease:
        """See `World.claim_run`."""
        run = self._get(run_id)
        if run.is_over:
            raise RunEnded(run_id, run.status)
        if run.owner not in (None, owner) and run.record().is_held(now_ms):
            raise RunLeased(run_id, str(run.owner), (run.lease_expires_ms or 0) - now_ms)
        self.commits += 1
        return run.lease(owner, now_ms, expires_ms)

    def extend_lease(self, lease: Lease, *, expires_ms: int) -> Lease:
        """See `World.extend_lease`."""
        run = self._runs.get(lease.run_id)
        if run is None or not run.holds(lease):
            raise Fenced(lease.run_id)
        run.lease_expires_ms = expires_ms
        self.commits += 1
        return Lease(lease.run_id, lease.owner, lease.epoch, expires_ms)

    def release_lease(self, lease: Lease) -> None:
        """See `World.release_lease`."""
        run = self._runs.get(lease.run_id)
        if run is not None and run.holds(lease):
            run.release()
            self.commits += 1

    def list_leases(self, run_id: str) -> list[LeaseRecord]:
        """See `World.list_leases`."""
        run = self._runs.get(run_id)
        return [] if run is None else list(run.leases)

    # ---- advancing

    def append(self, appends: Sequence[Append]) -> list[str]:
        """See `World.append`."""
        self._require_runs(message.run_id for append in appends for message in append.messages)
        fenced = []
        for append in appends:
            run = self._runs.get(append.run_id)
            if run is None or not run.accepts(append):
                fenced.append(append.run_id)
            else:
                self._advance(run, append)
        self.commits += 1
        return fenced

    def _advance(self, run: _Run, append: Append) -> None:
        run.rows.extend(append.rows)
        run.updated_ms, run.lease_expires_ms = append.now_ms, append.lease_expires_ms
        run.status = append.status or run.status
        closed, opened = settle_waits(append, run.waits.__contains__)
        for correlation_id in closed:
            run.waits.pop(correlation_id, None)
        for wait in opened:
            self._last_wait += 1
            run.waits.setdefault(wait.correlation_id, (self._last_wait, wait))
        for message_id in append.consumed:
            run.messages.pop(message_id, None)
        for message in append.messages:
            self._put(message)
        if run.status in TERMINAL_RUN:
            run.end(append.now_ms)
            del self._open[append.run_id]
        elif append.release:
            run.release()
        run.refresh_due()

    # ---- waking

    def due_runs(self, *, now_ms: int, limit: int) -> list[str]:
        """See `World.due_runs`."""
        wanted = ((urgency, run_id) for run_id, run in self._open.items() if (urgency := run.urgency(now_ms)))
        return [run_id for _, run_id in heapq.nsmallest(limit, wanted)]

    def next_due_ms(self) -> int | None:
        """See `World.next_due_ms`."""
        times = (run.due_ms for run in self._open.values() if run.owner is None and run.due_ms is not None)
        return min(times, default=None)

    def unfinished_runs(self) -> list[str]:
        """See `World.unfinished_runs`."""
        return [run.new.run_id for run in sorted(self._open.values(), key=_age)]

    def list_waits(self, run_id: str | None = None, *, limit: int | None = None) -> list[WaitRecord]:
        """See `World.list_waits`."""
        waits = [entry for run in self._chosen(run_id) for entry in run.waits.values()]
        return [wait for _, wait in sorted(waits, key=lambda entry: (entry[1].due_ms, entry[0]))[:limit]]

    # ---- queue

    def send(self, message: NewMessage) -> bool:
        """See `World.send`."""
        self._get(message.run_id)
        self.commits += 1
        return self._put(message)

    def list_messages(self, run_id: str | None = None, *, limit: int | None = None) -> list[MessageRecord]:
        """See `World.list_messages`."""
        messages = [message for run in self._chosen(run_id) for message in run.messages.values()]
        return sorted(messages, key=lambda message: (-message.priority, message.due_ms, message.message_id))[:limit]

    def _put(self, message: NewMessage) -> bool:
        run = self._runs[message.run_id]
        if run.is_over or message.key in run.keys:
            return False
        if message.key is not None:
            run.keys.add(message.key)
        self._last_message += 1
        number, due_ms = self._last_message, message.due_ms
        run.messages[number] = MessageRecord(
            number, message.run_id, message.kind, message.payload, message.key, due_ms, message.priority
        )
        run.due_ms = due_ms if run.due_ms is None else min(run.due_ms, due_ms)
        return True

    # ---- upkeep

    def change_stamp(self) -> int:
        """See `World.change_stamp`."""
        return self.commits

    def health(self, *, now_ms: int | None = None) -> WorldHealth:
        """See `World.health`. The size is that of the journals and bundles."""
        counts = Counter(run.status for run in self._runs.values())
        size = sum(len(row.body) for run in self._runs.values() for row in run.rows)
        findings = [] if now_ms is None else list(self._expired_leases(now_ms))
        return WorldHealth(
            location=self.location,
            schema=0,
            runs={status.value: counts[status] for status in RunStatus},
            size_bytes=size + sum(map(len, self._bundles.values())),
            findings=tuple(findings),
        )

    def close(self) -> None:
        """See `World.close`."""

    def _expired_leases(self, now_ms: int) -> Iterator[str]:
        for run_id, run in self._open.items():
            if run.owner is not None and run.lease_expires_ms is not None and run.lease_expires_ms <= now_ms:
                yield describe_expired_lease(run_id, run.owner, now_ms - run.lease_expires_ms)

    def _get(self, run_id: str) -> _Run:
        run = self._runs.get(run_id)
        if run is None:
            raise RunNotFound(run_id)
        return run

    def _require_runs(self, run_ids: Iterable[str]) -> None:
        for run_id in run_ids:
            self._get(run_id)

    def _chosen(self, run_id: str | None) -> Iterable[_Run]:
        if run_id is None:
            return self._runs.values()
        return [self._runs[run_id]] if run_id in self._runs else []


def _age(run: _Run) -> tuple[int, int]:
    return run.new.created_ms, run.arrival
