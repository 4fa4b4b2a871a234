"""A report of `check` in the forms that other programs read: our JSON, GitHub's workflow commands, SARIF 2.1.0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from vm import __version__
from vm.errors import Finding
from vm.face.cli.checking import Report
from vm.face.cli.faults import finding_document
from vm.sandbox.rules import RULES, Rule


def json_document(report: Report) -> dict[str, Any]:
    """Return the document of `--json`."""
    return {
        "files": [str(target.path) for target in report.targets],
        "is_accepted": not report.count("refusal"),
        "findings": [finding_document(finding) for finding in report.findings],
        "runs": [
            {
                "run_id": proof.run_id,
                "workflow": proof.workflow,
                "identical": proof.finding is None,
                "position": proof.position,
            }
            for proof in report.proofs
        ],
    }


# ---- GitHub: a line for each finding, which its runner turns into an annotation

_COMMANDS: Final = {"refusal": "error", "warning": "warning", "note": "notice"}


def github_lines(report: Report) -> Iterator[str]:
    """Yield workflow commands."""
    for finding in report.findings:
        properties: dict[str, object] = {"file": finding.file, "line": finding.line, "col": finding.column}
        if finding.end_line:
            properties["endLine"] = finding.end_line
        if finding.end_line == finding.line:  # GitHub takes columns of one line only
            properties["endColumn"] = finding.end_column
        properties["title"] = finding.code
        listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
        message = _data("\n".join((finding.message, f"fix: {finding.fix}")))
        yield f"::{_COMMANDS[finding.severity]} {listed}::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# ---- SARIF: https://docs.oasis-open.org/sarif/sarif/v2.1.0/

_LEVELS: Final = {"refusal": "error", "warning": "warning", "note": "note"}
_ROOT: Final = "%SRCROOT%"


def sarif_document(report: Report, pages: Mapping[str, Path]) -> dict[str, Any]:
    """Return a SARIF log of one run. `pages` are the rules' by name: they become their help."""
    run = {
        "tool": {
            "driver": {
                "name": "workflow-vm",
                "semanticVersion": __version__,
                "rules": [_sarif_rule(rule, pages[rule.id]) for rule in RULES.values()],
            }
        },
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_ROOT: {"uri": f"{Path.cwd().as_uri()}/"}},
        "results": [_sarif_result(finding, report.texts) for finding in report.findings],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def _sarif_rule(rule: Rule, path: Path) -> dict[str, Any]:
    page = path.read_text(encoding="utf-8")
    return {
        "id": rule.id,
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": " ".join((_section(page, "What happened"), _section(page, "Why")))},
        "help": {"text": _section(page, "The way out"), "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _section(page: str, head: str) -> str:
    return " ".join(page.split(f"\n## {head}\n")[1].split("\n## ")[0].split())


def _sarif_result(finding: Finding, texts: dict[str, str]) -> dict[str, Any]:
    lines = texts.get(finding.file, "").split("\n")
    region = {"startLine": finding.line, "startColumn": _utf16(lines, finding.line, finding.column)}
    if finding.end_line:
        region |= {"endLine": finding.end_line, "endColumn": _utf16(lines, finding.end_line, finding.end_column)}
    place = {"artifactLocation": _sarif_location(finding.file), "region": region}
    return {
        "ruleId": finding.code,
        "ruleIndex": list(RULES).index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": _sarif_text(f"{finding.message}. Fix: {finding.fix}.")},
        "locations": [{"physicalLocation": place}],
    }


def _sarif_text(text: str) -> str:
    """Return a message's text: single braces would be placeholders."""
    return text.replace("{", "{{").replace("}", "}}")


def _sarif_location(file: str) -> dict[str, str]:
    if Path(file).is_absolute():
        return {"uri": Path(file).as_uri()}
    return {"uri": quote(file), "uriBaseId": _ROOT}


def _utf16(lines: list[str], line: int, column: int) -> int:
    """Return a column in UTF-16 code units: a character beyond the first plane counts twice."""
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    return column + len(re.findall("[\U00010000-\U0010ffff]", before))
