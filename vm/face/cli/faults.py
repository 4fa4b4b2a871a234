"""Errors as people and scripts see them: one screen on stderr, or one JSON object; the right exit code."""

from __future__ import annotations

from typing import Any, Final

from vm.errors import (
    DivergenceError,
    ExportDamaged,
    Finding,
    InternalError,
    JournalCorrupt,
    MalformedValue,
    RunUnfinished,
    SourceRefused,
    VMError,
    WorldDamaged,
)
from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import Line, line
from vm.face.cli.usage import PROGRAM

_EXIT_CODES: Final[tuple[tuple[type[VMError], int], ...]] = (
    (DivergenceError, exits.DIVERGED),
    (JournalCorrupt, exits.DIVERGED),
    (ExportDamaged, exits.DIVERGED),
    (MalformedValue, exits.DIVERGED),
    (WorldDamaged, exits.DIVERGED),
    (RunUnfinished, exits.INTERRUPTED),
    (InternalError, exits.BUG),
    (VMError, exits.REFUSED),
)


def exit_code_of(error: VMError) -> int:
    """Return what the process exits with when `error` ended the command."""
    return next(code for kind, code in _EXIT_CODES if isinstance(error, kind))


def show_fault(error: VMError, screen: Screen) -> None:
    """Show an error that somebody can do something about: what, where, the way out, where to read more."""
    if isinstance(error, InternalError):
        show_bug(error, screen)
        return
    screen.show_error(fault_lines(error))
    if screen.is_json:
        screen.answer({"error": fault_document(error)})


def fault_lines(error: VMError) -> list[Line]:
    rows = _finding_lines(error) if isinstance(error, SourceRefused) else _plain_lines(error)
    page = f"{PROGRAM} explain {error.slug}"
    if page in (error.fix or ""):
        return rows
    return [*rows, line("  more:  ", (page, "cyan"))]


def _plain_lines(error: VMError) -> list[Line]:
    first, *rest = error.what.split("\n")
    rows = [line(("error: ", "bold red"), (first, "bold")), *(line(row) for row in rest)]
    if error.where:
        rows.append(line("  where: ", error.where))
    if error.fix:
        rows.append(line("  fix:   ", error.fix))
    return rows


def _finding_lines(error: SourceRefused) -> list[Line]:
    count = len(error.findings)
    places = "1 place" if count == 1 else f"{count} places"
    rows = [line(("error: ", "bold red"), (f"the workflow source is refused in {places}", "bold"))]
    for finding in error.findings:
        rows.append(
            line(
                "  ",
                (f"{finding.file}:{finding.line}:{finding.column}", "bold"),
                f" {finding.message} ({finding.code})",
            )
        )
        rows.append(line("    fix: ", finding.fix))
    return rows


def fault_document(error: VMError) -> dict[str, Any]:
    """Return the JSON form of an error that ended a command."""
    document: dict[str, Any] = {
        "type": type(error).__name__,
        "message": error.what,
        "slug": error.slug,
        "frames": [],
        "cause": None,
        "where": error.where,
        "fix": error.fix,
    }
    if isinstance(error, SourceRefused):
        document["findings"] = [finding_document(finding) for finding in error.findings]
    return document


def finding_document(finding: Finding) -> dict[str, Any]:
    return finding._asdict()


def show_bug(error: BaseException, screen: Screen) -> None:
    """Show that we are at fault, and write the traceback to a file that can be sent in."""
    place = _write_traceback(error)
    what = f"{type(error).__name__}: {error}"
    rows = [line(("this is a bug of workflow-vm: ", "bold red"), what.split("\n")[0])]
    rows.append(line("  the traceback is in ", place or "no file: the temporary folder cannot be written"))
    rows.append(line("  Nothing that was recorded is lost. Please report it with that file."))
    screen.show_error(rows)
    if screen.is_json:
        document: dict[str, Any] = {
            "type": type(error).__name__,
            "message": what,
            "slug": InternalError.slug,
            "frames": [],
            "cause": None,
            "traceback": place,
        }
        screen.answer({"error": document})


def _write_traceback(error: BaseException) -> str | None:
    import tempfile  # neither is needed by a command that works
    import traceback

    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="workflow-vm-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as file:
            file.write("".join(traceback.format_exception(error)))
    except OSError:
        return None  # no room even for this
    return file.name
