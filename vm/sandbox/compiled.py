"""A bundle compiled: the code of its files, and what is refused in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import CodeType

from vm.core.frozen import frozen
from vm.errors import Finding
from vm.sandbox.bundle import Bundle
from vm.sandbox.discovery import discover
from vm.sandbox.reading import compile_text


@frozen
class CompiledBundle:
    """The code of the files that may run, and what is refused in the others."""

    code: Mapping[str, CodeType]
    findings: Mapping[str, tuple[Finding, ...]]


@lru_cache(maxsize=64)
def compile_bundle(bundle: Bundle) -> CompiledBundle:
    """Compile all files of a bundle, once in a process. A file with findings has no code."""
    declared = discover(bundle).findings
    code: dict[str, CodeType] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    for file, text in bundle.files.items():
        made, refused = compile_text(file, text)
        found = sorted({*refused, *(finding for finding in declared if finding.file == file)})
        if made is None or found:
            findings[file] = tuple(found)
        else:
            code[file] = made
    return CompiledBundle(code, findings)
