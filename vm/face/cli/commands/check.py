"""Say what the sandbox refuses in workflow files, and what looks wrong: line,
column, reason, fix.

A folder stands for the files in it that have workflows or steps, and `-` for
standard input. Open runs of the files' workflows are replayed against them, when
there is a world. Exits 2 when something is refused, 4 when a run would go another
way; warnings and notes alone exit 0.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from vm.errors import BadInput
from vm.face.cli import exits
from vm.face.cli.inputs import add_steps_option, steps_of
from vm.face.cli.screen import Screen
from vm.face.cli.text import Line, line
from vm.face.cli.usage import add_common

if TYPE_CHECKING:
    from vm.face.cli.checking import Report

FORMATS: Final = ("text", "json", "github", "sarif")
_STYLES: Final = {"refusal": "red", "warning": "yellow", "note": "cyan"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="a Python file, a folder, or - for standard input")
    parser.add_argument("--strict", action="store_true", help="exit 2 when there are warnings, too")
    parser.add_argument(
        "--format", metavar="F", choices=FORMATS, help="text, json, github (workflow commands) or sarif (2.1.0)"
    )
    parser.add_argument(
        "--stdin-name", metavar="NAME", default="workflow.py", help="the path that standard input is the text of"
    )
    add_steps_option(parser)
    parser.add_argument("--no-runs", action="store_true", help="do not replay the open runs of the files' workflows")
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    form = _choose_format(options)

    from vm.face.cli.checking import check_targets, find_targets

    report = check_targets(find_targets(options.files, options.stdin_name), steps_of(options))
    if not options.no_runs:
        _prove(report, options.world)
    _show(report, form, screen)
    return _exit_code(report, is_strict=options.strict)


def _prove(report: Report, url: str | None) -> None:
    """Replay open runs. A world that is named has to be there; another one may be."""
    from vm.face.cli.checking import prove_targets
    from vm.face.wiring import find_world, open_world, world_url

    world = find_world(world_url()) if url is None else open_world(url, create=False, readonly=True)
    if world is None:
        return
    try:
        prove_targets(report, world)
    finally:
        world.close()


def _exit_code(report: Report, *, is_strict: bool) -> int:
    from vm.sandbox.rules import DIFFERENCES

    refusals = {finding.code for finding in report.findings if finding.severity == "refusal"}
    if refusals and refusals <= DIFFERENCES:
        return exits.DIVERGED
    return exits.REFUSED if refusals or (is_strict and report.count("warning")) else exits.DONE


def _choose_format(options: argparse.Namespace) -> str:
    asked: str | None = options.format
    if options.json and asked not in (None, "json"):
        raise BadInput(f"--json and --format {asked} ask for two forms", fix="give one of them")
    return "json" if options.json else asked or "text"


def _show(report: Report, form: str, screen: Screen) -> None:
    from vm.face.cli.commands.explain import find_pages
    from vm.face.cli.reports import github_lines, json_document, sarif_document

    if form == "json":
        screen.answer(json_document(report))
    elif form == "sarif":
        screen.answer(sarif_document(report, find_pages()))
    elif form == "github":
        screen.out.write("".join(f"{command}\n" for command in github_lines(report)))
    else:
        screen.show(_lines(report))


def _lines(report: Report) -> list[Line]:
    rows = []
    for finding in report.findings:
        rows.append(
            line(
                (f"{finding.file}:{finding.line}:{finding.column}: ", "bold"),
                (f"{finding.severity}: ", _STYLES[finding.severity]),
                f"{finding.message} ({finding.code})",
            )
        )
        rows.append(line(("    fix: ", "dim"), finding.fix))
    counts = [_count(report.count(severity), severity) for severity in ("refusal", "warning")]
    if notes := report.count("note"):
        counts.append(_count(notes, "note"))
    replayed = f", {_count(len(report.proofs), 'open run')} replayed" if report.proofs else ""
    rows.append(line(f"{_count(len(report.targets), 'file')} checked{replayed}: {', '.join(counts)}"))
    return rows


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
