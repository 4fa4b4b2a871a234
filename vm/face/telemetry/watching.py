"""Who watches runs: told of what was committed, and standing around each attempt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Final, Protocol

from vm.core.journal import Entry
from vm.core.lifecycle import RUN_LIFECYCLE, TERMINAL_RUN
from vm.host.audience import Observer
from vm.host.metadata import StepMetadata
from vm.host.steps import Around, Note

ENDS: Final = {event: str(to) for (_, event), to in RUN_LIFECYCLE.items() if to in TERMINAL_RUN}
"""The events that end a run, and the status it has then."""


class Watcher(Protocol):
    def observe(self, run_id: str, entries: Sequence[Entry]) -> None:
        """Hear what was committed of a run: an `Observer`."""
        ...

    def around(self, step: StepMetadata) -> AbstractContextManager[Note]:
        """Stand around an attempt, in its context: an `Around`."""
        ...


def join_observers(watchers: Sequence[Watcher]) -> Observer | None:
    """Return one observer for all, or None when there is none."""
    if not watchers:
        return None

    def observe(run_id: str, entries: Sequence[Entry]) -> None:
        for watcher in watchers:
            watcher.observe(run_id, entries)

    return observe


def join_arounds(watchers: Sequence[Watcher]) -> Around | None:
    """Return what stands around an attempt for all, or None when there is none."""
    if not watchers:
        return None

    @contextmanager
    def around(step: StepMetadata) -> Iterator[Note]:
        with ExitStack() as stack:
            notes = [stack.enter_context(watcher.around(step)) for watcher in watchers]

            def note(error: BaseException | None) -> None:
                for one in notes:
                    one(error)

            yield note

    return around
