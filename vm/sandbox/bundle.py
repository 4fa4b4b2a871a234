"""The bundle: the sandboxed source of a run, addressed by its content. It travels with the run."""

from __future__ import annotations

import hashlib
import json
import linecache
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from vm.errors import MalformedValue
from vm.sandbox.source import lines_of

BUNDLE_VERSION: Final = 1


@dataclass(frozen=True, eq=False)
class Bundle:
    """Source text by file name (relative to the project's root, with `/`) and the file it starts in.

    Equal sources give equal bytes whatever the Python, the platform and the folder.
    """

    entry: str
    files: Mapping[str, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", MappingProxyType(dict(sorted(self.files.items()))))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bundle) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    @cached_property
    def hash(self) -> str:
        """Hex SHA-256 of `to_bytes()`."""
        return hashlib.sha256(self._data).hexdigest()

    def to_bytes(self) -> bytes:
        """Return the canonical JSON form."""
        return self._data

    @cached_property
    def _data(self) -> bytes:
        form = {"bundle": BUNDLE_VERSION, "entry": self.entry, "files": dict(self.files)}
        return json.dumps(form, ensure_ascii=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Bundle:
        """Return the bundle whose bytes these are.

        Raises:
            MalformedValue: They are not those of a bundle, or of one that a newer version made.
        """
        try:
            form = json.loads(data)
        except ValueError as error:
            raise MalformedValue(f"a bundle is JSON: {error}") from error
        if not _is_bundle(form):
            raise MalformedValue(f"this is not a bundle of version {BUNDLE_VERSION}")
        return cls(form["entry"], form["files"])


def _is_bundle(form: Any) -> bool:
    if type(form) is not dict or form.keys() != {"bundle", "entry", "files"} or form["bundle"] != BUNDLE_VERSION:
        return False
    entry, files = form["entry"], form["files"]
    return (
        type(entry) is str
        and type(files) is dict
        and entry in files
        and all(type(text) is str for text in files.values())
    )


def register_source(bundle: Bundle) -> None:
    """Let tracebacks show the author's lines where the files are not: the source of `bundle` is what ran."""
    for file, text in bundle.files.items():
        linecache.cache[file] = (len(text), None, lines_of(text), file)
