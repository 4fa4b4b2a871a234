"""The record of a run, made from its journal: replayed as far as it goes, and no further."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any, Final

from vm.core.codec import decode, encode
from vm.core.context import Context
from vm.core.events import RunFailed, decode_event
from vm.core.program import Body, Program
from vm.core.verify import Verifier
from vm.errors import NotSerializable
from vm.graph.kit.record import Record

if TYPE_CHECKING:
    from vm.core.codec import Types
    from world.interface import World

RECORD: Final = "vm/graph/kit/record.py"
_KEPT: Final = ("status", "workflow_id", "input", "result", "error", "steps", "path", "suspensions", "state")


class Watched:
    """A program whose body's record can be looked at."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.policy = program.policy
        self.files = program.files
        self.is_patched = program.is_patched
        self.record: Any = None
        self.types: Types | None = None

    def open(self, context: Context) -> Body:
        body = self._program.open(context)
        module = body.find_module(RECORD)
        self.record = None if module is None else module["CURRENT"]
        self.types = body.types
        return body


class Follower:
    """Follows one run of a world: `feed` reads what is new in its journal. `types` are those of who asks."""

    def __init__(self, world: World, run_id: str, program: Program, types: Types) -> None:
        self.run_id = run_id
        self._world = world
        self._watched = Watched(program)
        self._verifier = Verifier(self._watched, run_id)
        self._finalizer = weakref.finalize(self, self._verifier.close)  # a body that nobody closed would complain
        self._types = types

    @property
    def position(self) -> int:
        return self._verifier.position

    def feed(self) -> bool:
        """Read on; say whether there was anything.

        Raises:
            DivergenceError, JournalCorrupt: The journal does not replay.
        """
        before = self.position
        for row in self._world.read_journal(self.run_id, after=before):
            self._verifier.take(row.position, row.body, row.hash)
        return self.position > before

    def close(self) -> None:
        self._finalizer()

    @property
    def is_over(self) -> bool:
        return self.position > 0 and self._verifier.replay.is_over

    def record(self) -> Record:
        """Return the record as it stands, as values of this side."""
        made = Record()
        found = self._watched.record
        if found is None:
            made = Record.pending("")
            if self.is_over:  # it failed before there was a graph
                self._end(made)
            return made
        kept = self._cross({name: getattr(found, name) for name in _KEPT})
        for name, value in kept.items():
            setattr(made, name, value)
        made.group = found.group
        if self.is_over and made.status == "running":  # ended from outside: cancelled, or failed beside the walk
            self._end(made)
        return made

    def _end(self, made: Record) -> None:
        replay = self._verifier.replay
        (last,) = self._world.read_journal(self.run_id, after=self.position - 1)
        end = decode_event(last.body)
        if isinstance(end, RunFailed):
            error = decode(end.error, self._types)
            made.finish("failed", {"type": type(error).__name__, "message": str(error)}, replay.now_ms)
        else:
            made.finish("canceled", None, replay.now_ms)

    def graph(self) -> Any:
        """Return the graph as the body has it, to be looked at and not to be called; None before it has begun."""
        found = self._watched.record
        return None if found is None or "" not in found.scopes else found.scopes[""].workflow

    def event_count(self) -> int:
        found = self._watched.record
        return 0 if found is None else len(found.events)

    def events(self, start: int) -> list[tuple[str, str, Any, Any]]:
        """Return the events from an index on, as values of this side."""
        found = self._watched.record
        rows = [] if found is None else list(found.events[start:])
        return [tuple(self._cross(list(row))) for row in rows]

    def read(self, scope: str, id: str | None) -> Any:
        """Return a step's output as it is seen in a scope, or the scope's input. See `StepContext.get_step_result`."""
        found = self._watched.record.scopes.get(scope)
        if found is None:
            return None
        return self._cross(found.init_data if id is None else found.results.get(id))

    def state(self) -> dict[str, Any]:
        found = self._watched.record
        kept: dict[str, Any] = self._cross(dict(found.state or {})) if found is not None else {}
        return kept

    def versions(self) -> dict[str, int]:
        """Return the number of the last change of each key of the state that was computed from what was there."""
        found = self._watched.record
        return dict(found.versions) if found is not None else {}

    def _cross(self, value: Any) -> Any:
        assert self._watched.types is not None, "the body is open"
        try:
            return decode(encode(value, self._watched.types, path="record"), self._types)
        except NotSerializable:
            return _shown(value)


def _shown(value: Any) -> Any:
    """Return what can be shown of a value that cannot cross."""
    if isinstance(value, dict):
        return {str(key): _shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else f"<{type(value).__name__}>"
