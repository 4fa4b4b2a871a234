"""Everything that can be said of a bundle without running it."""

from __future__ import annotations

from collections.abc import Collection

from vm.errors import Finding
from vm.sandbox.bundle import Bundle
from vm.sandbox.compiled import compile_bundle
from vm.sandbox.discovery import directive_faults, discover
from vm.sandbox.lint import find_all


def check_bundle(bundle: Bundle) -> list[Finding]:
    """Return what is refused in a bundle's files and what looks wrong in them, by file and line.

    A refusal in another file than the entry is a warning: it keeps that file out of the sandbox, and its
    steps still work. Misused directives are refusals everywhere.
    """
    faults = set(directive_faults(discover(bundle)))
    findings = set(faults)
    for file, found in compile_bundle(bundle).findings.items():
        findings.update(found if file == bundle.entry else (_as_warning(item, faults) for item in found))
    findings.update(find_all(bundle))
    return sorted(findings)


def _as_warning(finding: Finding, faults: Collection[Finding]) -> Finding:
    return finding if finding in faults else finding._replace(severity="warning")
