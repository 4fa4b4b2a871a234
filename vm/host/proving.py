"""Whether a stored run replays on a program: its own, or one that is to take that one's place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from vm.core.journal import Journal
from vm.core.program import Program
from vm.core.replay import Replay
from vm.core.state import RunState
from vm.core.verify import OpenBody, Verifier, find_past, find_patches
from vm.errors import JournalCorrupt, VMError
from world.interface import World
from world.records import RunRecord


class Row(Protocol):
    """A row of a journal, stored or about to be."""

    @property
    def position(self) -> int: ...
    @property
    def body(self) -> bytes: ...
    @property
    def hash(self) -> bytes: ...


def prove_rows(
    program: Program,
    run_id: str,
    read: Callable[[], Iterable[Row]],
    *,
    is_newer: bool,
    open_body: OpenBody = Replay,
) -> tuple[RunState, Journal]:
    """Replay the rows that `read` returns; return the replay, which is the caller's to close, and the journal's end.

    `is_newer` says that `program` is not the code that the run points at. They are read once more then, or where
    other code has written some of them: a body asks what `patched` answered before it comes to the mark.

    Raises:
        DivergenceError, JournalCorrupt, JournalTooNew: They do not come out as they are.
    """
    bodies = (row.body for row in read())
    patches = find_patches(bodies) if is_newer else find_past(program, bodies)
    verifier = Verifier(program, run_id, patches=patches, open_body=open_body)
    try:
        verifier.take_all((row.position, row.body, row.hash) for row in read())
        return verifier.finish()
    except VMError:
        verifier.close()
        raise


def prove_journal(
    world: World, record: RunRecord, program: Program, *, is_newer: bool, open_body: OpenBody = Replay
) -> tuple[RunState, Journal]:
    """Replay a run as far as it had come by `record`. Returns and raises as `prove_rows`."""
    run_id = record.run_id
    replay, journal = prove_rows(
        program,
        run_id,
        lambda: world.read_journal(run_id, limit=record.head),
        is_newer=is_newer,
        open_body=open_body,
    )
    if (journal.position, journal.head_hash) == (record.head, record.head_hash):
        return replay, journal
    replay.close()
    if journal.position < record.head:
        raise JournalCorrupt(run_id, journal.position + 1, "it is missing")
    raise JournalCorrupt(run_id, record.head, "the run's journal hash is another one")
