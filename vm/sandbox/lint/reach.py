"""Which functions of a project run in a body, and which in a step: whatever a workflow or a step names, and so on.

Names are followed, not calls: a function that is handed on, kept in a table or decorated counts as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Literal

from vm.sandbox.directives import Function
from vm.sandbox.lint.view import Project, View

Side = Literal["inside", "outside"]


def mark_reach(project: Project) -> None:
    """Fill what runs inside and outside of every view."""
    for view in project.views.values():
        for node, declared in view.declared.items():
            _mark(view, node, "inside" if declared.kind == "workflow" else "outside")
    for view in project.views.values():
        view.inside_code, view.outside_code = code_of(view.inside), code_of(view.outside)


def _mark(view: View, node: ast.AST, side: Side) -> None:
    """Mark a definition and all that it names."""
    pending = [(view, node)]
    seen: set[ast.AST] = set()
    while pending:
        view, node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        marked: list[Function] = getattr(view, side)
        marked.extend(function for function in functions_of(node) if function not in marked)
        pending += [
            (found, target)
            for found, target in _named(view, node)
            if target not in found.declared  # a step's body runs elsewhere; a workflow is a start of its own
        ]


def functions_of(node: ast.AST) -> Iterator[Function]:
    """Yield a function itself, or the methods of a class."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield node
    elif isinstance(node, ast.ClassDef):
        for statement in node.body:
            yield from functions_of(statement)


def _named(view: View, node: ast.AST) -> Iterator[tuple[View, ast.AST]]:
    """Yield the definitions, and the values of variables, at module level that a piece of code names."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) or (isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)):
            found = view.definition(part)
            if found is not None:
                yield found
            elif isinstance(part, ast.Name) and view.names.is_global(part):
                yield from ((view, value) for value in values_of(view, view.names.bindings(part)))


def values_of(view: View, bindings: Iterable[ast.AST]) -> Iterator[ast.expr]:
    """Yield what is assigned to a name, where that is said in one place."""
    for binding in bindings:
        statement = view.names.parents.get(binding)
        value = statement.value if isinstance(statement, _ASSIGNING) else None
        if value is not None:
            yield value


_ASSIGNING = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)


def code_of(functions: Iterable[Function]) -> list[ast.AST]:
    """Return every node of the functions' bodies that is evaluated: annotations never are."""
    return list(_walk(functions))


def _walk(functions: Iterable[Function]) -> Iterator[ast.AST]:
    pending: list[ast.AST] = [statement for function in functions for statement in function.body]
    while pending:
        node = pending.pop()
        yield node
        for name, value in ast.iter_fields(node):
            if name not in ("annotation", "returns", "type_params"):
                children = value if isinstance(value, list) else [value]
                pending.extend(child for child in children if isinstance(child, ast.AST))
