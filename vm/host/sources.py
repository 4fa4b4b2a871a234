"""Sources that were found before, as long as nothing on disk says that they have changed."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, Final

from vm.host.programs import Source, find_source
from vm.sandbox.bundle import Bundle
from vm.sandbox.discovery import discover
from vm.sandbox.loader import path_of

_SETTLED_NS: Final = 2_000_000_000  # file systems tell times apart no finer; a younger file may change unseen
_MOST: Final = 128

_Stamps = tuple[tuple[Path, int, int, int], ...]


class SourceCache:
    """Finds sources as `find_source` does, and remembers those from files and from text.

    Reading, parsing and checking a file costs more than starting its run. What is remembered of files counts while
    those of the bundle, and the folders that they are in (where another may appear), are as they were.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[_Stamps, Source]] = {}
        self._kept: dict[tuple[str, str], Source] = {}

    def find(self, source: Any, workflow: str | None, *, is_steps_only: bool = False) -> Source:
        """Return what `source` names. See `find_source`."""
        if not isinstance(source, str | Path):
            return find_source(source, workflow, is_steps_only=is_steps_only)
        is_text = isinstance(source, str) and "\n" in source
        key = (source if is_text else Path(source).absolute(), workflow, is_steps_only)
        known = self._known.get(key)
        if known is not None and _is_unchanged(known[0]):
            return known[1]
        found = find_source(source, workflow, is_steps_only=is_steps_only)
        stamps = () if is_text else _stamps_of(found)
        if stamps is not None:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = (stamps, found)
        return found

    def load_origin(self, origin: str | None, bundle: Bundle) -> list[Source]:
        """Find the code of a run's steps again; what is gone from disk is taken from the run's own bundle.

        `origin` is what `Source.dump_origin` returned.
        """
        found = []
        for place in json.loads(origin or "[]"):
            path = None if place["root"] is None else Path(place["root"], place["entry"])
            if path is not None and path.is_file():
                found.append(self.find(path, None, is_steps_only=True))
            elif place["entry"] in bundle.files:
                found.append(self._keep(bundle, place["entry"]))
        return found or [self._keep(bundle, bundle.entry)]

    def _keep(self, bundle: Bundle, entry: str) -> Source:
        """Return a file of a run's own bundle as a source that no folder holds."""
        key = (bundle.hash, entry)
        if key not in self._kept:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            kept = Bundle(entry, bundle.files)
            self._kept[key] = Source(kept, discover(kept), None, "")
        return self._kept[key]


def _stamps_of(source: Source) -> _Stamps | None:
    """Return what tells the source's files and folders from changed ones; None when that cannot be relied on."""
    if source.root is None:
        return None
    files = [path_of(file, source.root) for file in source.bundle.files]
    paths = dict.fromkeys([*files, source.root, *(file.parent for file in files)])
    try:
        stamps = tuple(_stamp(path) for path in paths)
    except OSError:
        return None
    limit = time.time_ns() - _SETTLED_NS
    return stamps if all(changed_ns < limit for _, changed_ns, _, _ in stamps) else None


def _stamp(path: Path) -> tuple[Path, int, int, int]:
    status = path.stat()
    return path, status.st_mtime_ns, status.st_size, status.st_ino


def _is_unchanged(stamps: _Stamps) -> bool:
    try:
        return all(_stamp(stamp[0]) == stamp for stamp in stamps)
    except OSError:
        return False
