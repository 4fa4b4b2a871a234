"""Say what the sandbox refuses in workflow files, and what looks wrong: line,
column, reason, fix.

A folder stands for the files in it that have workflows or steps, and `-` for
standard input. Stored runs of the files' workflows are replayed against them, when
there is a world: those that have not ended, or all (--runs all). Exits 2 when
something is refused, 4 when a run would go another way; warnings and notes alone
exit 0.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from vm.errors import BadInput, Finding
from vm.face.cli import exits
from vm.face.cli.inputs import add_steps_option, steps_of
from vm.face.cli.screen import Screen
from vm.face.cli.text import Line, line
from vm.face.cli.usage import add_common

if TYPE_CHECKING:
    from vm.face.cli.checking import Report
    from vm.face.cli.proving import Notice

MOST_ROWS: Final = 50  # runs that would go another way and are listed
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
    parser.add_argument(
        "--runs", choices=("open", "all"), help="which runs of the files' workflows to replay (default: open)"
    )
    parser.add_argument("--no-runs", action="store_true", help="replay no runs")
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    form = _choose_format(options)
    if options.no_runs and options.runs:
        raise BadInput(f"--no-runs and --runs {options.runs} ask for two things", fix="give one of them")

    from vm.face.cli.checking import check_targets, find_targets

    report = check_targets(find_targets(options.files, options.stdin_name), steps_of(options))
    if not options.no_runs:
        _prove(report, options, screen)
    _show(report, form, screen, is_all=options.runs == "all")
    return _exit_code(report, is_strict=options.strict)


def _prove(report: Report, options: argparse.Namespace, screen: Screen) -> None:
    """Replay stored runs. A world that is named has to be there, or one whose runs are all wanted; another may be."""
    from vm.face.cli.checking import prove_targets
    from vm.face.wiring import find_world, open_world, world_url

    url = world_url(options.world)
    is_needed = options.world is not None or options.runs is not None
    world = open_world(url, create=False, readonly=True) if is_needed else find_world(url)
    if world is None:
        return
    try:
        with _progress(screen) as notice:
            prove_targets(report, world, url, options.runs or "open", notice)
    finally:
        world.close()


@contextmanager
def _progress(screen: Screen) -> Iterator[Notice]:
    """Show how far it has come, where people watch."""
    if not screen.is_rich:
        yield lambda done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("replaying runs"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen.console, transient=True) as bar:
        task = bar.add_task("")
        yield lambda done, total: bar.update(task, completed=done, total=total)


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


def _show(report: Report, form: str, screen: Screen, *, is_all: bool) -> None:
    from vm.face.cli.commands.explain import find_pages
    from vm.face.cli.reports import github_lines, json_document, sarif_document

    if form == "json":
        screen.answer(json_document(report))
    elif form == "sarif":
        screen.answer(sarif_document(report, find_pages()))
    elif form == "github":
        screen.out.write("".join(f"{command}\n" for command in github_lines(report)))
    else:
        screen.show(_lines(report, is_all=is_all))
        _show_divergences(report, screen)


def _show_divergences(report: Report, screen: Screen) -> None:
    """Show which runs would go another way, where there are several."""
    found = [proof for proof in report.proofs if proof.finding is not None]
    if len(found) < 2:
        return
    cells = [
        [
            proof.run_id,
            proof.workflow.rpartition("//")[2],
            str(proof.position),
            proof.finding.code,
            _place(proof.finding),
        ]
        for proof in found[:MOST_ROWS]
        if proof.finding is not None
    ]
    screen.show_table(["run", "workflow", "event", "what", "where"], cells)
    if len(found) > MOST_ROWS:
        screen.show([line(f"and {len(found) - MOST_ROWS} more; --json lists them all")])


def _place(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}"


def _lines(report: Report, *, is_all: bool) -> list[Line]:
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
    noun = "run" if is_all else "open run"
    replayed = f", {_count(len(report.proofs), noun)} replayed" if report.proofs else ""
    rows.append(line(f"{_count(len(report.targets), 'file')} checked{replayed}: {', '.join(counts)}"))
    return rows


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
