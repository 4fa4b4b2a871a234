"""Everything that can be said of a bundle without running it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from vm.errors import Finding
from vm.sandbox.bundle import Bundle
from vm.sandbox.compiler import compile_bundle
from vm.sandbox.discovery import Marks, directive_faults, discover, marks_of, top_statements
from vm.sandbox.modules import find_file, is_ours
from vm.sandbox.source import dotted_name, finding_at, in_characters, parse


def check_bundle(bundle: Bundle) -> list[Finding]:
    """Return what is refused in a bundle's files and what looks wrong in them, by file and line.

    A refusal in another file than the entry is a warning: it keeps that file out of the sandbox, and its
    steps still work. Misused directives are refusals everywhere.
    """
    faults = set(directive_faults(discover(bundle)))
    findings = set(faults)
    for file, found in compile_bundle(bundle).findings.items():
        findings.update(found if file == bundle.entry else (_as_warning(item, faults) for item in found))
    for file, text in bundle.files.items():
        tree = parse(file, text)
        if isinstance(tree, ast.Module):
            findings.update(in_characters(text, _warnings(bundle, file, tree)))
    return sorted(findings)


def _as_warning(finding: Finding, faults: Collection[Finding]) -> Finding:
    return finding if finding in faults else replace(finding, severity="warning")


def _warnings(bundle: Bundle, file: str, tree: ast.Module) -> Iterator[Finding]:
    marks = marks_of(file, tree)
    outside = _outside_names(bundle, file, tree)
    forgotten = {declared.name for declared in marks.steps} | {"sleep"}
    for function in _workflows(marks):
        for node in ast.walk(function):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                name = dotted_name(node.value.func)
                if name in forgotten:
                    yield _warning(file, node, "unawaited", f"{name}(...) does nothing until it is awaited", _AWAIT)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in outside:
                what = f"{node.id} is not available in workflow code"
                yield _warning(file, node, "not-available", what, f"use {node.id} inside a step")


_AWAIT: Final = "put `await` before it, or give it to gather(...) or create_task(...)"


def _workflows(marks: Marks) -> Iterator[ast.AST]:
    return (node for node, declared in marks.nodes.items() if declared.kind == "workflow")


def _warning(file: str, node: ast.expr | ast.stmt, code: str, what: str, fix: str) -> Finding:
    return finding_at(file, node, code, what, fix, "warning")


def _outside_names(bundle: Bundle, file: str, tree: ast.Module) -> Collection[str]:
    """Return the names that module-level imports bind to placeholders."""
    found: set[str] = set()
    for statement in top_statements(tree.body):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if not _is_inside(bundle, file, alias.name, 0):
                    found.add(alias.asname or alias.name.partition(".")[0])
        elif isinstance(statement, ast.ImportFrom) and not _is_inside(
            bundle, file, statement.module or "", statement.level
        ):
            found.update(alias.asname or alias.name for alias in statement.names)
    return found


def _is_inside(bundle: Bundle, importer: str, module: str, level: int) -> bool:
    if level or is_ours(module) or module == "__future__":
        return True
    top = module.partition(".")[0]
    return any(find_file(name, 0, importer, bundle.entry, bundle.files.__contains__) for name in (module, top))
