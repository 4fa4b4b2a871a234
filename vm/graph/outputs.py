"""A stored run's events with what its steps wrote on their way: each chunk before the end of the step that wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vm.face.reading import value_of
from vm.graph.results import Row, make_event

if TYPE_CHECKING:
    from vm.core.codec import Types
    from vm.graph.folding import Follower
    from world.interface import World

STREAM: Final = "graph"
"""The stream of a run that `ctx.writer` writes to."""

PAGE: Final = 1024
_ENDS: Final = ("workflow-step-result", "workflow-step-suspended")


class Cursor:
    """How far somebody has read a run's events and its chunks."""

    def __init__(self, index: int = 0, chunk: int = 0) -> None:
        self.index = index
        self.chunk = chunk

    @classmethod
    def at_end(cls, world: World, follower: Follower) -> Cursor:
        """Return a cursor behind all that there is."""
        stream = world.find_stream(follower.run_id, STREAM)
        return cls(follower.event_count(), 0 if stream is None else stream.length)

    def read(self, world: World, follower: Follower, types: Types) -> list[Row]:
        """Return what is new, and move behind it. `follower` has been fed."""
        events = follower.events(self.index)
        rows = world.read_chunks(follower.run_id, STREAM, start=self.chunk, limit=PAGE)
        self.index += len(events)
        self.chunk += len(rows)
        chunks = [value_of(row, types) for row in rows]
        made: list[Row] = []
        for event in events:
            if event[0] in _ENDS:
                last = max((place for place, chunk in enumerate(chunks) if chunk["from"] == event[1]), default=-1)
                made += [_output(follower.run_id, chunk) for chunk in chunks[: last + 1]]
                chunks = chunks[last + 1 :]
            made.append(make_event(follower.run_id, event))
        return made + [_output(follower.run_id, chunk) for chunk in chunks]


def _output(run_id: str, chunk: Any) -> Row:
    return make_event(run_id, ("workflow-step-output", chunk["from"], {}, chunk["output"]))
