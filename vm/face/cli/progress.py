"""Following a run while it is driven: its view, kept up with every commit, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import trio

from vm.core.events import Event, StepStarted, decode_event
from vm.core.journal import Entry, check_link
from vm.face.cli.narrate import narrate
from vm.face.cli.screen import Screen
from vm.face.cli.text import Line
from vm.face.resting import suspensions_of
from vm.inspect.fold import RunView
from world.interface import World


class Stage(Protocol):
    """Where progress is shown."""

    def tell(self, view: RunView, event: Event) -> None:
        """Show one event that was just committed."""
        ...

    def say(self, rows: Sequence[Line]) -> None:
        """Show a word of the program's own."""
        ...

    def refresh(self, view: RunView) -> None:
        """Show how long what is open has been going on. Called now and then."""
        ...

    def close(self) -> None: ...


class PlainStage:
    """Progress as lines, for pipes, files and logs."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def tell(self, view: RunView, event: Event) -> None:
        rows = narrate(view, event)
        if rows:
            self._screen.show(rows)

    def say(self, rows: Sequence[Line]) -> None:
        self._screen.show(rows)

    def refresh(self, view: RunView) -> None:
        """Lines that are written do not change."""

    def close(self) -> None:
        """There is nothing to take down."""


def open_stage(screen: Screen) -> Stage:
    """Return a live view on a terminal, lines elsewhere."""
    if not screen.is_rich:
        return PlainStage(screen)
    from vm.face.cli.live import LiveStage

    return LiveStage(screen.console)


class Follower:
    """Folds one run's commits into a view and tells them. `observe` is the engine's observer.

    The first run that it sees is the one it follows: an engine may drive others (children, successors) beside it.

    What was committed before it looked (a run that is resumed) is read from the world, and not told. `rest`, where it
    is given, is cancelled when the run is a graph's and all that is left waits to be resumed.
    """

    def __init__(self, world: World, stage: Stage) -> None:
        self.view = RunView()
        self.rest: trio.CancelScope | None = None
        self._world = world
        self._stage = stage
        self._head_hash: bytes | None = None

    def observe(self, run_id: str, entries: Sequence[Entry]) -> None:
        if self.view.header is not None and self.view.header.run_id != run_id:
            return
        self.catch_up(run_id, entries[0].position - 1)
        for entry in entries:
            self._head_hash = entry.hash
            self.view.take(entry.event, entry.notes)
            self._stage.tell(self.view, entry.event)
        self._look()

    def catch_up(self, run_id: str, head: int | None = None) -> None:
        """Fold what the world holds and the view lacks, up to position `head` (None: all of it).

        Raises:
            JournalCorrupt: An event does not hash to what is stored for it: what it says is not to be shown.
        """
        known = self.view.event_count
        if head is not None and head <= known:
            return
        limit = None if head is None else head - known
        for row in self._world.read_journal(run_id, after=known, limit=limit):
            self._head_hash = check_link(run_id, self._head_hash, row.position, row.body, row.hash)
            self.view.take(decode_event(row.body), row.notes)
        self._look()

    def _look(self) -> None:
        if self.rest is not None and suspensions_of(self.view):
            self.rest.cancel()

    def refresh(self) -> None:
        self._stage.refresh(self.view)


def is_news(event: Event) -> bool:
    """Say whether an event is told for good where a live region shows what is open anyway."""
    return not isinstance(event, StepStarted)
