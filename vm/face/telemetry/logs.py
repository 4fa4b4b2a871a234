"""Log records with the ids of the run and step they are about, and what runs say as log records."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from vm.core.events import LogWritten, RunCreated
from vm.core.journal import Entry
from vm.face.telemetry.watching import ENDS
from vm.host.metadata import StepMetadata, current_step
from vm.host.steps import Note

FORMAT: Final = "%(asctime)s %(levelname)s %(name)s %(ids)s%(message)s"
_LEVELS: Final = logging.getLevelNamesMapping()

_log: Final = logging.getLogger("vm.run")


class StepIds(logging.Filter):
    """Adds `run_id`, `step_id` and `attempt` to records that a step writes, and `ids`, all that is known, as text.

    Put it on a handler. Nothing is left out.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        step = current_step.get(None)
        if step is not None and getattr(record, "run_id", None) is None:
            record.run_id, record.step_id, record.attempt = step.run_id, step.step_id, step.attempt
        known = [
            getattr(record, "request_id", None),
            getattr(record, "step_id", None) or getattr(record, "run_id", None),
        ]
        record.ids = "".join(f"[{id}] " for id in known if id)
        return True


class RunLog:
    """Writes down how runs begin and end, and what their bodies log: each once, not at replays. A `Watcher`."""

    def observe(self, run_id: str, entries: Sequence[Entry]) -> None:
        for entry in entries:
            event, about = entry.event, {"run_id": run_id}
            if isinstance(event, LogWritten):
                _log.log(_LEVELS.get(event.level.upper(), logging.INFO), "%s", event.text, extra=about)
            elif isinstance(event, RunCreated):
                _log.info("%s begins", event.workflow, extra=about)
            elif event.type in ENDS:
                _log.info("%s", ENDS[event.type], extra=about)

    @contextmanager
    def around(self, step: StepMetadata) -> Iterator[Note]:
        def note(error: BaseException | None) -> None:
            if error is not None:
                _log.warning("attempt %d failed: %s: %s", step.attempt, type(error).__name__, error)

        yield note


def begin_logging() -> None:
    """Write log records to stderr, a line each, with the ids of what they are about."""
    handler = logging.StreamHandler()
    handler.addFilter(StepIds())
    logging.basicConfig(level=logging.INFO, format=FORMAT, handlers=[handler])
