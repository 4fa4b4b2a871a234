"""Where two runs part: the first event that differs, and the line of each body that it comes from."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from itertools import islice, zip_longest
from typing import Final

from vm.core.commands import Command, Origin
from vm.core.events import Event, RunCreated, decode_event
from vm.core.frozen import frozen
from vm.core.program import Program
from vm.core.traces import Frame
from vm.core.verify import Verifier, find_past
from world.records import JournalRow

_OWN: Final = frozenset({"at_ms", "run_id", "seed", "secret", "chain", "parent", "base_url", "bundle"})
"""Fields that say which run it is, and when: two runs of one thing differ in them."""

_TIMES: Final = frozenset({"until_ms", "retry_at_ms"})


@frozen
class Parting:
    """Two runs are alike before event `position`, and differ there. A run that has ended by then has no event."""

    position: int
    left: Event | None
    right: Event | None


def find_parting(left: Iterable[JournalRow], right: Iterable[JournalRow]) -> Parting | None:
    """Return where two journals part, or None: they are alike but for names, seeds and times."""
    names: set[str] = set()
    for position, pair in enumerate(zip_longest(left, right), 1):
        one, other = (None if row is None else decode_event(row.body) for row in pair)
        names |= {event.run_id for event in (one, other) if isinstance(event, RunCreated)}
        if _essence(one, names) != _essence(other, names):
            return Parting(position, one, other)
    return None


def _essence(event: Event | None, names: Collection[str]) -> tuple[object, ...] | None:
    """Return what an event says beside whose it is and when: runs have one name, times count from the event."""
    if event is None:
        return None
    said: list[object] = [event.type]
    for field in fields(event):
        value = getattr(event, field.name)
        if field.name in _OWN:
            continue
        if field.name in _TIMES:
            value -= event.at_ms
        elif isinstance(value, str):
            for name in names:
                value = re.sub(rf"(?<![\w.-]){re.escape(name)}(?!\w)", "RUN", value)
        said.append(value)
    return tuple(said)


def find_place(program: Program, run_id: str, rows: Iterable[JournalRow], position: int) -> Frame | None:
    """Return the line that an event comes from. See `find_places`."""
    return next(islice(find_places(program, run_id, rows), position - 1, None), None)


def find_places(program: Program, run_id: str, rows: Iterable[JournalRow]) -> Iterator[Frame | None]:
    """Yield of each event the line that it comes from: what asked for it; else where the body stood when it came.

    Raises:
        DivergenceError, JournalCorrupt: The journal does not replay up to there.
    """
    verifier = Verifier(program, run_id, patches=find_past(program, (row.body for row in rows)))
    asked: deque[Command] = deque()
    try:
        for row in rows:
            command = asked.popleft() if asked else None
            frames = verifier.replay.frames() if row.position > 1 and command is None else []
            asked.extend(verifier.take(row.position, row.body, row.hash))
            if command is not None and isinstance(command.origin, Origin):
                code = command.origin.code
                yield code.co_filename, command.origin.line, code.co_qualname
            else:
                yield frames[-1] if frames else None
    finally:
        verifier.close()
