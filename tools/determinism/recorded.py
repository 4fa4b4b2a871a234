"""A run as it was recorded, and its replay by the core and the sandbox alone: nothing here needs a host or a world."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from vm.core.events import RunCreated, decode_event
from vm.core.journal import Entry, Journal
from vm.core.replay import Replay
from vm.core.verify import verify
from vm.errors import IllegalEvent, VMError
from vm.sandbox.bundle import Bundle
from vm.sandbox.program import SandboxProgram

RUN_ID = "same"


class Recorded(NamedTuple):
    """A run's journal, with the code and the workflow that it belongs to. All of it is text that JSON can hold."""

    bundle: str
    workflow: str
    bodies: list[str]
    hashes: list[str]

    def rows(self) -> list[tuple[int, bytes, bytes]]:
        pairs = zip(self.bodies, self.hashes, strict=True)
        return [(at, body.encode("latin-1"), bytes.fromhex(link)) for at, (body, link) in enumerate(pairs, 1)]


def pack(bundle: bytes, workflow: str, rows: Iterable[tuple[bytes, bytes]]) -> Recorded:
    """Return a journal as text; a byte becomes the character of its number."""
    kept = list(rows)
    texts = [body.decode("latin-1") for body, _ in kept]
    return Recorded(bundle.decode("ascii"), workflow, texts, [link.hex() for _, link in kept])


def replay(recorded: Recorded) -> str:
    """Replay a journal; return `identical`, or why it is not."""
    try:
        verify(_program(recorded), RUN_ID, recorded.rows())
    except VMError as error:
        return str(error)
    return "identical"


def rerun(recorded: Recorded) -> Recorded:
    """Run again on the same events from outside (input, results of steps, times); return what this process writes."""
    journal, entries, run = Journal(RUN_ID), list[Entry](), None
    for _, body, _ in recorded.rows():
        event = decode_event(body)
        if not event.is_fed:
            continue
        entries.append(journal.append(event))
        if isinstance(event, RunCreated):
            run = Replay(_program(recorded), event)
            continue
        assert run is not None, "a journal begins with its header"
        try:
            entries += [journal.append(command.event(run.now_ms)) for command in run.feed(event)]
        except IllegalEvent:  # the body asked for something else, or has ended: what follows is for another
            break
    return pack(recorded.bundle.encode("ascii"), recorded.workflow, ((entry.body, entry.hash) for entry in entries))


def _program(recorded: Recorded) -> SandboxProgram:
    return SandboxProgram(Bundle.from_bytes(recorded.bundle.encode("ascii")), recorded.workflow)
