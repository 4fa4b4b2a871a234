"""What is known of a file's source: read and compiled once, and kept for the processes that come after.

What is kept of a file depends on its name and text, on the Python (whose code it is) and on the sources of the
sandbox itself: whoever changes the policy never meets code that the one before made. Where nothing is kept the
compiler is imported, which takes longer than most runs.
"""

from __future__ import annotations

import hashlib
import importlib.util
import marshal
import sys
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any, Final, Self

from vm.core.frozen import frozen
from vm.errors import Finding
from vm.sandbox import kept
from vm.sandbox.arguments import dump_signature, load_signature
from vm.sandbox.declared import Declared
from vm.sandbox.modules import Target
from vm.sandbox.version import POLICY_VERSION

Compiled = tuple[CodeType | None, tuple[Finding, ...]]
"""The code of a file, or None; and what is refused in it."""


@frozen
class Reading:
    """What a file says. `fault` is why Python cannot read it; `findings` are about its directives."""

    fault: Finding | None
    declared: tuple[Declared, ...]
    findings: tuple[Finding, ...]
    imports: tuple[Target, ...]

    def dump(self) -> tuple[Any, ...]:
        """Return plain values, for `load`. Of a file that can be read."""
        return (
            tuple((*(getattr(row, name) for name in _PLAIN), dump_signature(row.signature)) for row in self.declared),
            tuple(tuple(finding) for finding in self.findings),
            tuple(tuple(target) for target in self.imports),
        )

    @classmethod
    def load(cls, plain: tuple[Any, ...]) -> Self:
        declared, findings, imports = plain
        return cls(
            None,
            tuple(_load_declared(*row) for row in declared),
            tuple(Finding(*row) for row in findings),
            tuple(Target(*row) for row in imports),
        )


def _load_declared(*row: Any) -> Declared:
    *plain, signature = row
    return Declared(**dict(zip(_PLAIN, plain, strict=True)), signature=load_signature(signature))


_PLAIN: Final = ("id", "kind", "file", "name", "line", "is_async", "is_graph", "is_inner")


@lru_cache(maxsize=256)
def read(file: str, text: str) -> Reading:
    """Return what a file says."""
    found = _find(file, text)
    if found is not None:
        return found[0]
    from vm.sandbox.marks import read_afresh

    return read_afresh(file, text)


@lru_cache(maxsize=256)
def compile_text(file: str, text: str) -> Compiled:
    """Return the code of one file, or None and what is refused in it."""
    found = _find(file, text)
    if found is not None:
        return found[1]
    from vm.sandbox.compiler import compile_file

    code, findings = compile_file(file, text)
    made = (code, tuple(findings))
    dumped = _dump(file, text, made)
    if dumped is not None:
        kept.store(*dumped)
    return made


@lru_cache(maxsize=256)
def dump_reading(file: str, text: str) -> tuple[str, bytes] | None:
    """Return what is known of a file, as it is kept, and the name for it; for a process that can open no files."""
    return _dump(file, text, compile_text(file, text))


def _dump(file: str, text: str, compiled: Compiled) -> tuple[str, bytes] | None:
    name, reading = _name_of(file, text), read(file, text)
    if name is None or reading.fault is not None:
        return None
    code, findings = compiled
    return name, marshal.dumps((reading.dump(), code, tuple(tuple(finding) for finding in findings)))


@lru_cache(maxsize=256)
def _find(file: str, text: str) -> tuple[Reading, Compiled] | None:
    name = _name_of(file, text)
    data = None if name is None else kept.load(name)
    if data is None:
        return None
    reading, code, refused = marshal.loads(data)
    return Reading.load(reading), (code, tuple(Finding(*row) for row in refused))


def _name_of(file: str, text: str) -> str | None:
    """Return what a file's compiled form is kept under: a hash of all that it depends on."""
    sources = _hash_sources()
    if sources is None:
        return None
    found = hashlib.sha256(sources)
    for part in (file, text):
        data = part.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


@lru_cache(maxsize=1)
def _hash_sources() -> bytes | None:
    """Return a hash of the Python and of all that decides what it compiles, or None where that cannot be read."""
    found = hashlib.sha256(f"{sys.implementation.cache_tag} {POLICY_VERSION} ".encode() + importlib.util.MAGIC_NUMBER)
    try:
        for path in _sources():
            found.update(path.name.encode() + path.read_bytes())
    except OSError:
        return None  # from a zip file, say
    return found.digest()


def _sources() -> list[Path]:
    restricted = importlib.util.find_spec("RestrictedPython")  # found, not imported
    folders = [] if restricted is None else [Path(folder) for folder in restricted.submodule_search_locations or ()]
    return [*sorted(Path(__file__).parent.glob("*.py")), *(folder / "transformer.py" for folder in folders)]
