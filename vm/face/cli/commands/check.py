"""Say what the sandbox refuses in workflow files, and what looks wrong: line,
column, reason, fix.

Exits 2 when something is refused; warnings alone exit 0.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from vm.errors import SourceRefused
from vm.face.cli import exits
from vm.face.cli.faults import finding_document
from vm.face.cli.screen import Screen
from vm.face.cli.text import Line, line
from vm.face.cli.usage import add_json

if TYPE_CHECKING:
    from vm.errors import Finding


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="a Python file with a workflow in it")
    add_json(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    findings = sorted({finding for file in options.files for finding in _check(file)})
    refused = [finding for finding in findings if _is_refusal(finding)]
    if screen.is_json:
        documents = [finding_document(finding) for finding in findings]
        screen.answer({"files": options.files, "is_accepted": not refused, "findings": documents})
    else:
        screen.show(_lines(findings, len(refused), len(options.files)))
    return exits.REFUSED if refused else exits.DONE


def _check(file: str) -> list[Finding]:
    from vm.sandbox.check import check_bundle
    from vm.sandbox.loader import load_bundle

    try:
        return check_bundle(load_bundle(file, is_checked=False))
    except SourceRefused as error:  # what cannot even be parsed
        return list(error.findings)


def _is_refusal(finding: Finding) -> bool:
    return finding.severity == "refusal"


def _lines(findings: list[Finding], refused: int, files: int) -> list[Line]:
    rows = []
    for finding in findings:
        style = "red" if _is_refusal(finding) else "yellow"
        rows.append(
            line(
                (f"{finding.file}:{finding.line}:{finding.column}: ", "bold"),
                (f"{finding.severity}: ", style),
                f"{finding.message} ({finding.code})",
            )
        )
        rows.append(line(("    fix: ", "dim"), finding.fix))
    counts = f"{_count(refused, 'refusal')}, {_count(len(findings) - refused, 'warning')}"
    rows.append(line(f"{_count(files, 'file')} checked: {counts}"))
    return rows


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
