"""Source lines for reports: the body's from the run's own bundle, a step's from the file it ran from."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from vm.core.frozen import record
from vm.core.traces import Frame
from vm.errors import VMError
from world.interface import World


@record
class Sources:
    """Finds the lines of source files, once each. What cannot be read has no lines: reports do without."""

    world: World
    bundle_hash: str
    _known: dict[str, list[str]] = field(default_factory=dict)

    def excerpt(self, frame: Frame, around: int = 2) -> list[tuple[int, str]]:
        """Return (number, text) of a frame's line and of those around it."""
        file, number, _ = frame
        rows = self._rows(file)
        if not 1 <= number <= len(rows):
            return []
        first = max(number - around, 1)
        return [(at, rows[at - 1]) for at in range(first, min(number + around, len(rows)) + 1)]

    def _rows(self, file: str) -> list[str]:
        if file not in self._known:
            self._known[file] = (self._from_bundle(file) or _from_disk(file) or "").split("\n")
        return self._known[file]

    def _from_bundle(self, file: str) -> str | None:
        from vm.sandbox.bundle import Bundle

        try:
            return Bundle.from_bytes(self.world.get_bundle(self.bundle_hash)).files.get(file)
        except VMError:
            return None  # the report is about something else


def _from_disk(file: str) -> str | None:
    try:
        return Path(file).read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return None
