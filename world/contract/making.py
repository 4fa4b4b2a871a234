"""What the suite's tests are written with: small runs, rows and appends, and the fixture they share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Final

import pytest

from vm.core.journal import chain_hash, seed_hash
from world.interface import World
from world.records import Append, BundleRecord, Creation, JournalRow, Lease, NewMessage, NewRun, WaitRecord

NOW: Final = 946_684_800_000
SOURCE: Final = b"print('the body')\n"
BUNDLE: Final = BundleRecord(sha256(SOURCE).hexdigest(), SOURCE)
WORKFLOW: Final = "workflow//order.py//process_order"

MakeWorld = Callable[[], World]


class Section:
    """Base of the suite's sections: each test gets an empty `world` from the `make_world` fixture."""

    @pytest.fixture
    def world(self, make_world: MakeWorld) -> Iterator[World]:
        world = make_world()
        yield world
        world.close()


def new_run(run_id: str = "r", *, workflow: str = WORKFLOW, created_ms: int = NOW, **fields: Any) -> NewRun:
    return NewRun(run_id, workflow, fields.pop("bundle", BUNDLE.hash), created_ms, **fields)


def make_rows(
    run_id: str, count: int, *, head: int = 0, head_hash: bytes | None = None, epoch: int = 1, text: str = "é\\u0000"
) -> tuple[JournalRow, ...]:
    """Return `count` chained rows that follow event `head`, whose hash was `head_hash`."""
    last, rows = head_hash or seed_hash(run_id), []
    for position in range(head + 1, head + count + 1):
        body = f'{{"position":{position},"text":"{text}"}}'.encode()
        last = chain_hash(last, body)
        rows.append(JournalRow(position, body, last, NOW + position, epoch))
    return tuple(rows)


def create(
    world: World,
    run_id: str = "r",
    *,
    rows: int = 1,
    owner: str | None = None,
    messages: tuple[NewMessage, ...] = (),
    **fields: Any,
) -> Lease | None:
    """Create a run with `rows` rows. A lease, where one is asked for, lasts 1,000 ms."""
    made = new_run(run_id, **fields)
    first = make_rows(run_id, rows)
    expires_ms = made.created_ms + 1000
    return world.create_run(made, first, bundle=BUNDLE, messages=messages, owner=owner, lease_expires_ms=expires_ms)


def create_leased(world: World, run_id: str = "r", *, owner: str = "w1", **fields: Any) -> Lease:
    lease = create(world, run_id, owner=owner, **fields)
    assert lease is not None
    return lease


def make_creation(run_id: str, *, rows: int = 1, messages: tuple[NewMessage, ...] = (), **fields: Any) -> Creation:
    lease = {name: fields.pop(name) for name in ("owner", "lease_expires_ms") if name in fields}
    return Creation(new_run(run_id, **fields), make_rows(run_id, rows), BUNDLE, messages, **lease)


def advance(world: World, lease: Lease, count: int = 0, **fields: Any) -> Append:
    """Return the append of `count` rows that follow where the run stands now."""
    run = world.get_run(lease.run_id)
    rows = make_rows(lease.run_id, count, head=run.head, head_hash=run.head_hash, epoch=lease.epoch)
    known = {"head": run.head, "now_ms": NOW + 10, "lease_expires_ms": NOW + 2000}
    return Append(run_id=lease.run_id, epoch=lease.epoch, rows=rows, **(known | fields))


def wait(correlation_id: str, due_ms: int, *, run_id: str = "r", kind: str = "sleep") -> WaitRecord:
    return WaitRecord(run_id, correlation_id, kind, due_ms)


def claim(world: World, run_id: str = "r", *, owner: str = "w1", now_ms: int = NOW) -> Lease:
    return world.claim_run(run_id, owner=owner, now_ms=now_ms, expires_ms=now_ms + 1000)
