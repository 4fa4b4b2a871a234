"""Runs that were asked for and are not stored yet."""

from __future__ import annotations

from collections import deque
from dataclasses import field

import trio

from vm.core.events import RunCreated
from vm.core.frozen import record
from vm.core.journal import Entry, Journal
from vm.core.program import Program
from vm.errors import VMError
from world.records import START, BundleRecord, Creation, JournalRow, Lease, NewMessage, NewRun

MOST_AT_ONCE = 1_000  # in one transaction; the others wait for the next


@record(eq=False)
class Birth:
    """One run to be stored, and what came of it: `stored_id` is the run that is there now, and whether it is new.

    `messages` are sent to it besides. `lease` is the one that it was written with.

    `is_leased` says whether it is to be driven here. `after_ms` is when a host is wanted otherwise, in real time.
    """

    program: Program
    header: RunCreated
    bundle: BundleRecord
    origin: str | None = None
    dedup_key: str | None = None
    is_leased: bool = True
    after_ms: int = 0
    priority: int = 0
    stored: trio.Event = field(default_factory=trio.Event)
    stored_id: str | None = None
    is_new: bool = False
    error: VMError | None = None
    messages: tuple[NewMessage, ...] = ()
    lease: Lease | None = field(default=None, init=False)
    journal: Journal = field(init=False)
    entry: Entry = field(init=False)

    def __post_init__(self) -> None:
        self.journal = Journal(self.header.run_id)
        self.entry = self.journal.append(self.header)

    @property
    def run_id(self) -> str:
        return self.header.run_id

    def creation(self, *, owner: str, now_ms: int, lease_expires_ms: int) -> Creation:
        """Return what is to be written at `now_ms`, in real time."""
        entry, header = self.entry, self.header
        message = NewMessage(self.run_id, START, due_ms=max(now_ms, self.after_ms), priority=self.priority)
        creation = Creation(
            NewRun(self.run_id, header.workflow, header.bundle, now_ms, self.origin, self.dedup_key, self.priority),
            (JournalRow(entry.position, entry.body, entry.hash, now_ms, int(self.is_leased)),),
            self.bundle,
            messages=self.messages if self.is_leased else (message, *self.messages),
            owner=owner if self.is_leased else None,
            lease_expires_ms=lease_expires_ms,
        )
        self.lease = creation.lease()
        return creation

    def settle(self, stored_id: str, *, is_new: bool) -> None:
        """It was written, or another was there."""
        self.stored_id, self.is_new = stored_id, is_new
        self.stored.set()

    def fail(self, error: VMError) -> None:
        """It could not be written."""
        self.error = error
        self.stored.set()

    async def wait(self) -> str:
        """Wait until it was stored; return the id of the run that is there.

        Raises:
            OperatorError: The world was out of reach. Nothing was stored.
        """
        await self.stored.wait()
        if self.error is not None:
            raise self.error
        assert self.stored_id is not None
        return self.stored_id


class Births:
    """Those that wait for the next transactions, first come first."""

    def __init__(self) -> None:
        self._waiting: deque[Birth] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, birth: Birth) -> None:
        self._waiting.append(birth)

    def take(self) -> list[Birth]:
        """Return those for one transaction. Of two with one id the second waits: it will find the first there."""
        if not self._waiting:
            return []
        taken: dict[str, Birth] = {}
        later: list[Birth] = []
        while self._waiting and len(taken) < MOST_AT_ONCE:
            birth = self._waiting.popleft()
            if taken.setdefault(birth.run_id, birth) is not birth:
                later.append(birth)
        self._waiting.extendleft(reversed(later))
        return list(taken.values())

    def fail(self, error: VMError) -> None:
        """Nobody will store them any more."""
        while self._waiting:
            self._waiting.popleft().fail(error)
