"""Who watches: told what was committed, and kept from harming it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Final
from weakref import WeakValueDictionary

import trio

from vm.core.journal import Entry

Observer = Callable[[str, Sequence[Entry]], None]
"""Called after each commit with a run id and the entries that were committed.

One that raises is logged and not called again.
"""

_log: Final = logging.getLogger(__name__)


LONG_JOURNAL: Final = 10_000  # events: replaying them takes a second, and a run that never ends has no bound


class Audience:
    """An observer, or none; and who waits for news of one run. Whoever reads the log is told of runs that grow long."""

    def __init__(self, observer: Observer | None) -> None:
        self._observer = observer
        self._bells: WeakValueDictionary[str, trio.Event] = WeakValueDictionary()

    def bell(self, run_id: str) -> trio.Event:
        """Return what is set when something is next committed of a run here."""
        bell = self._bells.get(run_id)
        if bell is None:
            bell = self._bells[run_id] = trio.Event()
        return bell

    def show(self, run_id: str, entries: Sequence[Entry]) -> None:
        """Show what was committed of a run."""
        if entries and entries[0].position <= LONG_JOURNAL + 1 <= entries[-1].position:
            _log.warning("run %s has over %d events: let it end by `continue_as_new`", run_id, LONG_JOURNAL)
        if self._bells and (bell := self._bells.pop(run_id, None)) is not None:
            bell.set()
        if self._observer is None or not entries:
            return
        try:
            self._observer(run_id, entries)
        except Exception:  # noqa: BLE001 - the caller's code; who only watches must not stop what it watches
            _log.exception("the observer raised and is told no more")
            self._observer = None
