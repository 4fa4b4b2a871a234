"""What one file declares, and what it may import: read off its tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from vm.core.frozen import frozen
from vm.core.ids import step_id, workflow_id
from vm.errors import Finding
from vm.sandbox.arguments import signature_of
from vm.sandbox.declared import Declared, Kind
from vm.sandbox.directives import Function, directive_findings, directive_of
from vm.sandbox.graphs import STEP_SIGNATURE, graph_names, graphs_in, is_graph_step
from vm.sandbox.modules import imports_of
from vm.sandbox.reading import Reading
from vm.sandbox.source import deep_stack, dotted_name, in_characters, is_main_block, is_type_checking, parse


def read_afresh(file: str, text: str) -> Reading:
    """Return what there is to know of a file, from its text."""
    tree = parse(file, text)
    if isinstance(tree, Finding):
        return Reading(tree, (), (), ())
    marks = marks_of(file, tree)
    skipped = frozenset(node for node, declared in marks.nodes.items() if declared.kind == "step")
    imports = tuple(dict.fromkeys(imports_of(tree, skipped)))
    return Reading(None, (*marks.workflows, *marks.steps), tuple(in_characters(text, marks.findings)), imports)


@frozen
class Marks:
    """The declarations of one file; `nodes` are the functions themselves, by declaration."""

    workflows: tuple[Declared, ...]
    steps: tuple[Declared, ...]
    nodes: Mapping[ast.AST, Declared]
    findings: tuple[Finding, ...]


def marks_of(file: str, tree: ast.Module) -> Marks:
    """Return what one parsed file declares."""
    nodes = declared_in(file, tree)
    with deep_stack():
        findings = directive_findings(file, tree, set(top_functions(tree)), decorator_aliases(tree))
    found = tuple(nodes.values())
    return Marks(
        tuple(declared for declared in found if declared.kind == "workflow"),
        tuple(declared for declared in found if declared.kind == "step"),
        nodes,
        tuple(findings),
    )


def declared_in(file: str, tree: ast.Module) -> dict[ast.AST, Declared]:
    """Return the workflows and steps of one parsed file by their functions, and its graphs by their statements."""
    aliases = decorator_aliases(tree)
    names = graph_names(top_statements(tree.body))
    nodes = graphs_in(file, top_statements(tree.body), names) if names else {}
    with deep_stack():
        for function in top_functions(tree):
            if is_graph_step(function, names):
                nodes[function] = replace(_declare(file, function, "step"), signature=STEP_SIGNATURE, is_graph=True)
                continue
            kind = directive_of(function) or decorator_of(function, aliases)
            if kind is not None:
                nodes[function] = _declare(file, function, kind)
    return nodes


def _declare(file: str, function: Function, kind: Kind) -> Declared:
    make_id = workflow_id if kind == "workflow" else step_id
    is_async = isinstance(function, ast.AsyncFunctionDef)
    name = function.name
    return Declared(make_id(file, name), kind, file, name, function.lineno, is_async, signature_of(function))


def top_statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when a module is imported, those under `if`, `try` and `with` included."""
    for statement in body:
        yield statement
        if is_main_block(statement) or is_type_checking(statement):
            continue
        if isinstance(statement, (ast.If, ast.Try, ast.With)):
            for name in ("body", "orelse", "finalbody"):
                yield from top_statements(getattr(statement, name, ()))
            for handler in getattr(statement, "handlers", ()):
                yield from top_statements(handler.body)


def top_functions(tree: ast.Module) -> Iterator[Function]:
    """Yield the functions at module level."""
    for statement in top_statements(tree.body):
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield statement


def decorator_aliases(tree: ast.Module) -> dict[str, Kind]:
    """Return how this file spells our decorators: `step`, `vm.step`, or under another name."""
    aliases: dict[str, Kind] = {}
    for statement in top_statements(tree.body):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.name == "vm":
                    module = alias.asname or "vm"
                    aliases |= {f"{module}.{kind}": kind for kind in KINDS}
        elif isinstance(statement, ast.ImportFrom) and statement.module == "vm" and statement.level == 0:
            for alias in statement.names:
                for kind in KINDS:
                    if alias.name == kind:
                        aliases[alias.asname or kind] = kind
    return aliases


KINDS: Final[tuple[Literal["workflow"], Literal["step"]]] = ("workflow", "step")


def decorator_of(function: Function, aliases: Mapping[str, Kind]) -> Kind | None:
    """Return which of our decorators a function has, or None."""
    for decorator in function.decorator_list:
        kind = kind_of_decorator(decorator, aliases)
        if kind is not None:
            return kind
    return None


def kind_of_decorator(decorator: ast.expr, aliases: Mapping[str, Kind]) -> Kind | None:
    """Return what `@step`, `@step(...)`, `@vm.step(...)` and the like mean in this file."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return aliases.get(dotted_name(target) or "")
