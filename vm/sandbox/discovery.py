"""Which functions of a bundle are workflows and steps: read off the source, nothing is run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from vm.core.frozen import frozen
from vm.errors import Finding
from vm.sandbox.bundle import Bundle
from vm.sandbox.declared import Declared
from vm.sandbox.reading import read
from vm.sandbox.source import UNREADABLE


@frozen
class Discovery:
    """What a bundle declares, by id, in the order of files and lines; and what is wrong with how it does."""

    workflows: Mapping[str, Declared]
    steps: Mapping[str, Declared]
    findings: tuple[Finding, ...]


@lru_cache(maxsize=64)
def discover(bundle: Bundle) -> Discovery:
    """Read the workflows and steps off a bundle's source. A file that cannot be parsed declares none."""
    workflows: dict[str, Declared] = {}
    steps: dict[str, Declared] = {}
    findings: list[Finding] = []
    for file, text in bundle.files.items():
        reading = read(file, text)
        findings.extend(reading.findings if reading.fault is None else [reading.fault])
        for declared in reading.declared:
            table = workflows if declared.kind == "workflow" else steps
            if declared.id in table:
                findings.append(_twice(declared, table[declared.id].line))
            table[declared.id] = declared
    return Discovery(workflows, steps, tuple(sorted(findings)))


def directive_faults(discovery: Discovery) -> list[Finding]:
    """Return the findings about directives. A file that cannot be read is none: only steps may use it."""
    return [finding for finding in discovery.findings if finding.code not in UNREADABLE]


def _twice(declared: Declared, line: int) -> Finding:
    what = f"{declared.name} is declared twice as a {declared.kind}, here and on line {line}"
    fix = "give one of them another name: the name is how a journal finds it"
    return Finding(declared.file, declared.line, 1, "duplicate-name", what, fix)
