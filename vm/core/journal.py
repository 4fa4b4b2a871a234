"""The journal of one run: canonical bytes in a hash chain.

`hash_n = sha256(hash_{n-1} || bytes_n)`; `hash_0 = sha256(run_id)`. The last hash stands for the whole run:
two runs with the same head hash did the same things in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import partial
from hashlib import sha256
from typing import Final, NamedTuple

from vm.core.events import Event, encode_event
from vm.core.frozen import record
from vm.errors import JournalCorrupt


def seed_hash(run_id: str) -> bytes:
    """Return what the chain of run `run_id` starts from."""
    return sha256(run_id.encode()).digest()


def chain_hash(previous: bytes, body: bytes) -> bytes:
    """Return the hash of an event whose canonical bytes are `body`, after one that hashed to `previous`."""
    return sha256(previous + body).digest()


class Entry(NamedTuple):
    """One event at its place: `position` counts from 1. `notes` (JSON text) stands beside the chain."""

    position: int
    event: Event
    body: bytes
    hash: bytes
    notes: str | None = None


_make_entry: Final = partial(tuple.__new__, Entry)  # what `Entry._make` does, without a call of Python's


@record
class Journal:
    """The growing end of a run's journal: where it stands, and how the next event is chained on."""

    run_id: str
    position: int = 0
    head_hash: bytes = field(default=b"")

    def __post_init__(self) -> None:
        if not self.head_hash:
            self.head_hash = seed_hash(self.run_id)

    def append(self, event: Event, notes: str | None = None) -> Entry:
        """Chain `event` on and return it with its position, bytes and hash."""
        body = encode_event(event)
        self.position += 1
        self.head_hash = sha256(self.head_hash + body).digest()
        return _make_entry((self.position, event, body, self.head_hash, notes))


def check_link(run_id: str, previous: bytes | None, position: int, body: bytes, stored: bytes) -> bytes:
    """Return the hash of the event at `position`, after one that hashed to `previous` (None: it is the first).

    Raises:
        JournalCorrupt: It is not the hash that is stored for it.
    """
    found = chain_hash(seed_hash(run_id) if previous is None else previous, body)
    if found != stored:
        raise JournalCorrupt(run_id, position, "its bytes do not hash to what the chain holds")
    return found


def verify_chain(run_id: str, rows: Iterable[tuple[int, bytes, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield (position, bytes) of `rows` of (position, bytes, stored hash), checking each link.

    Raises:
        JournalCorrupt: A position is missing, or an event does not hash to what is stored for it.
    """
    previous: bytes | None = None
    expected = 1
    for position, body, stored in rows:
        if position != expected:
            raise JournalCorrupt(run_id, expected, f"it is missing (the next one stored is {position})")
        previous = check_link(run_id, previous, position, body, stored)
        yield position, body
        expected += 1
