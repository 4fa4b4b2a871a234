"""Source text to syntax tree, with what Python has against it turned into a finding."""

from __future__ import annotations

import ast
import gc
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from vm.core.fuel import MAX_DIGITS
from vm.errors import Finding
from vm.errors.author import Severity
from vm.sandbox.spelling import find_newer
from vm.sandbox.trees import levels_below

UNREADABLE: Final = frozenset(("syntax-error", "null-byte", "source-too-deep"))
"""Codes of the findings that `parse` gives."""


MAX_DEPTH: Final = 400
"""Levels of a syntax tree. Python's own limit differs by version and by how deep the caller stands."""

_STACK: Final = 20_000  # frames: a level takes up to seven


@contextmanager
def deep_stack() -> Iterator[None]:
    """Make room for walking a tree of `MAX_DEPTH` levels, wherever the caller stands."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _STACK))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector from going through a tree over and over while it is made: none of it is garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def plain_digits() -> Iterator[None]:
    """Read numbers of as many digits as a body may write, whatever limit the process has."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(MAX_DIGITS)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)


def parse(file: str, text: str) -> ast.Module | Finding:
    """Return the tree of a file, or the one finding that says why there is none."""
    with plain_digits():
        tree = _parse(file, text)
    if isinstance(tree, ast.Module) and (node := _too_deep(tree)) is not None:
        return in_characters(text, [finding_at(file, node, "source-too-deep", _TOO_DEEP, "split it up")])[0]
    return tree


_TOO_DEEP: Final = "the source is nested too deeply here"


def _too_deep(tree: ast.Module) -> ast.expr | ast.stmt | None:
    """Return the first node that lies more than `MAX_DEPTH` levels down."""
    level = levels_below(tree, MAX_DEPTH)
    return next((node for node in level if isinstance(node, (ast.expr, ast.stmt))), None)


def _parse(file: str, text: str) -> ast.Module | Finding:
    if "\0" in text:
        before = text.partition("\0")[0].split("\n")
        return Finding(
            file,
            len(before),
            len(before[-1]) + 1,
            "null-byte",
            "the source holds a null byte",
            "save the file as plain text",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of style here, at a version's whim; `check` is ours
            tree = compile(text, file, "exec", ast.PyCF_ONLY_AST, dont_inherit=True, optimize=_AS_WRITTEN)
        assert isinstance(tree, ast.Module)
        return find_newer(file, text) or tree
    except SyntaxError as error:
        line, column = error.lineno or 1, error.offset or 1
        return Finding(file, line, max(column, 1), "syntax-error", f"Python cannot read this: {error.msg}", _FIX)
    except ValueError as error:  # text that has no UTF-8 form
        return Finding(file, 1, 1, "syntax-error", f"Python cannot read this: {error}", _FIX)
    except (RecursionError, MemoryError):
        return Finding(file, 1, 1, "source-too-deep", _TOO_DEEP, "split it up")


_AS_WRITTEN: Final = 0  # under -OO, ast.parse of 3.14 leaves the docstrings out, and with them the directives
CORRECT: Final = "correct the line"
_FIX: Final = f"{CORRECT}; `python -m py_compile FILE` shows the same"


def finding_at(file: str, node: ast.AST, code: str, message: str, fix: str, severity: Severity = "refusal") -> Finding:
    """Return a finding about a node. Its columns count bytes, as the parser does, until `in_characters` is done.

    What has a body of its own reaches no farther than its first line.
    """
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1
    end_line, end_column = getattr(node, "end_lineno", None) or 0, (getattr(node, "end_col_offset", None) or 0) + 1
    if not end_line or hasattr(node, "body"):
        end_line = end_column = 0
    return Finding(file, line, column, code, message, fix, severity, end_line, end_column)


def in_characters(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """Return findings of the parser's kind with columns that count characters."""
    if text.isascii():
        return list(findings)
    lines = text.split("\n")
    return [
        finding._replace(
            column=_characters(lines, finding.line, finding.column),
            end_column=_characters(lines, finding.end_line, finding.end_column),
        )
        for finding in findings
    ]


def _characters(lines: list[str], line: int, column: int) -> int:
    if not 1 <= line <= len(lines) or column < 1:
        return column
    return len(lines[line - 1].encode("utf-8")[: column - 1].decode("utf-8", "ignore")) + 1


def lines_of(text: str) -> list[str]:
    """Return a file's lines as Python counts them: a form feed or a line separator ends none."""
    return [f"{line}\n" for line in text.split("\n")]


def dotted_name(node: ast.expr) -> str | None:
    """Return `a.b.c` of a name or a chain of attributes, or None for any other expression."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = dotted_name(node.value)
        return None if head is None else f"{head}.{node.attr}"
    return None


def is_type_checking(node: ast.AST) -> bool:
    """`if TYPE_CHECKING:` whichever way it is spelled. Its body never runs."""
    return isinstance(node, ast.If) and dotted_name(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def is_main_block(node: ast.AST) -> bool:
    """`if __name__ == "__main__":`. It is for the file run as a script and never runs in a workflow."""
    if not (isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and len(node.test.ops) == 1):
        return False
    sides = (node.test.left, node.test.comparators[0])
    has_name = any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
    has_main = any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)
    return has_name and has_main and isinstance(node.test.ops[0], ast.Eq)
