"""One run of the memory world, with all that hangs on it."""

from __future__ import annotations

from dataclasses import field

from vm.core.frozen import record
from vm.core.journal import seed_hash
from vm.core.lifecycle import RunStatus
from world.changes import ChunkRow
from world.records import (
    Append,
    BuriedRun,
    Creation,
    JournalRow,
    Lease,
    LeaseRecord,
    MessageRecord,
    NewRun,
    RunRecord,
    WaitRecord,
)


@record
class StoredStream:
    chunks: list[ChunkRow] = field(default_factory=list)
    is_closed: bool = False


@record
class StoredRun:
    """`arrival` counts runs as they come; `due_ms` is derived from waits and messages."""

    new: NewRun
    arrival: int
    updated_ms: int
    status: RunStatus = RunStatus.PENDING
    ended_ms: int | None = None
    epoch: int = 0
    owner: str | None = None
    lease_expires_ms: int | None = None
    due_ms: int | None = None
    deliveries: int = 0
    priority: int = 0
    burial: tuple[int, str] | None = None  # since when, and why
    rows: list[JournalRow] = field(default_factory=list)
    leases: list[LeaseRecord] = field(default_factory=list)
    waits: dict[str, tuple[int, WaitRecord]] = field(default_factory=dict)
    messages: dict[int, MessageRecord] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    streams: dict[str, StoredStream] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    slots: set[tuple[str, str]] = field(default_factory=set)  # limit key, correlation id

    @classmethod
    def create(cls, creation: Creation, arrival: int) -> StoredRun:
        new = creation.run
        run = cls(new, arrival, new.created_ms, priority=new.priority, rows=list(creation.rows))
        if creation.owner is not None:
            run.lease(creation.owner, creation.run.created_ms, creation.lease_expires_ms)
        return run

    @property
    def is_over(self) -> bool:
        return self.ended_ms is not None

    @property
    def is_waiting(self) -> bool:
        """Nobody holds it, and some time will come at which it wants a host."""
        return not self.is_over and self.owner is None and self.burial is None and self.due_ms is not None

    @property
    def age(self) -> tuple[int, int]:
        return self.new.created_ms, self.arrival

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
            deliveries=self.deliveries,
            dedup_key=self.new.dedup_key,
            buried_ms=None if self.burial is None else self.burial[0],
            priority=self.priority,
        )

    def buried_record(self, buried_ms: int, reason: str) -> BuriedRun:
        return BuriedRun(self.new.run_id, self.new.workflow, self.deliveries, reason, buried_ms)

    # ---- the lease

    def holds(self, lease: Lease) -> bool:
        return self.owner is not None and self.epoch == lease.epoch

    def accepts(self, append: Append) -> bool:
        return (
            not self.is_over and self.owner is not None and (self.epoch, len(self.rows)) == (append.epoch, append.head)
        )

    def lease(self, owner: str, now_ms: int, expires_ms: int) -> Lease:
        self.revive()
        self.epoch += 1
        self.deliveries += 1
        self.owner, self.lease_expires_ms = owner, expires_ms
        self.slots.clear()
        self.leases.append(LeaseRecord(self.new.run_id, self.epoch, owner, now_ms))
        return Lease(self.new.run_id, owner, self.epoch, expires_ms, self.deliveries, self.priority)

    def release(self) -> None:
        self.owner = self.lease_expires_ms = None
        self.slots.clear()

    def revive(self) -> None:
        if self.burial is not None:
            self.burial = None
            self.deliveries = 0

    def end(self, now_ms: int) -> None:
        self.ended_ms = now_ms
        self.waits.clear()
        self.messages.clear()
        for stream in self.streams.values():
            stream.is_closed = True
        self.release()

    # ---- waking

    def refresh_due(self) -> None:
        times = [wait.due_ms for _, wait in self.waits.values()]
        times += [message.due_ms for message in self.messages.values()]
        self.due_ms = min(times, default=None)

    def urgency(self, now_ms: int) -> tuple[int, int, int] | None:
        """Return what orders the run among those that want a host at `now_ms`; None when it wants none."""
        due_ms, expires_ms = self.due_ms, self.lease_expires_ms
        if expires_ms is not None:
            due_ms = expires_ms if due_ms is None or expires_ms > now_ms else min(due_ms, expires_ms)
        if self.burial is not None or due_ms is None or due_ms > now_ms:
            return None
        return -self.priority, due_ms, self.arrival
