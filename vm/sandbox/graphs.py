"""How a file declares graphs and their steps: read off its tree.

`trip = create_workflow(...).then(...).commit()` at module level is a workflow, by its variable's name. A function
below `@graph_step(...)` is called outside alone, so the sandbox gets the name of it and no body.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from inspect import Parameter, Signature
from typing import Final

from vm.core.ids import workflow_id
from vm.sandbox import hooks
from vm.sandbox.arguments import SourceText
from vm.sandbox.declared import Declared
from vm.sandbox.modules import GRAPH
from vm.sandbox.source import dotted_name
from vm.sandbox.trees import place_all

MAKERS: Final = frozenset(("create_workflow", "clone_workflow", "load_graph"))
STEP: Final = "graph_step"

SIGNATURE: Final = Signature(
    [
        Parameter("input_data", Parameter.POSITIONAL_OR_KEYWORD, default=SourceText("None")),
        Parameter("options", Parameter.POSITIONAL_OR_KEYWORD, default=SourceText("None")),
    ]
)
"""What a run of a graph is started with: its input, and the options of `GraphRun.start`, as data."""


STEP_SIGNATURE: Final = Signature(
    [Parameter("input_data", Parameter.POSITIONAL_OR_KEYWORD, default=SourceText("None"))]
)
"""What a step of a graph is called with in a code workflow."""


def graph_names(statements: Iterator[ast.stmt]) -> dict[str, str]:
    """Return how a file spells what `vm.graph` offers: `create_workflow`, `graph.create_workflow`, another name."""
    names: dict[str, str] = {}
    wanted = (*MAKERS, STEP)
    for statement in statements:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.name == GRAPH:
                    names |= {f"{alias.asname or GRAPH}.{name}": name for name in wanted}
        elif isinstance(statement, ast.ImportFrom) and statement.level == 0:
            for alias in statement.names:
                said = alias.asname or alias.name
                if statement.module == GRAPH and alias.name in wanted:
                    names[said] = alias.name
                elif f"{statement.module}.{alias.name}" == GRAPH:
                    names |= {f"{said}.{name}": name for name in wanted}
    return names


def graphs_in(file: str, statements: Iterator[ast.stmt], names: Mapping[str, str]) -> dict[ast.AST, Declared]:
    """Return the graphs that a file declares, by their statements. Of one name given twice, the last counts."""
    made: dict[str, tuple[ast.stmt, ast.expr]] = {}
    for statement in statements:
        for target, value in _bindings(statement):
            if names.get(_root_of(value)) in MAKERS:
                made[target] = statement, value
    inner = {name for target, (_, value) in made.items() for name in _names_in(value) if name != target}
    return {statement: _declare(file, target, statement, target in inner) for target, (statement, _) in made.items()}


def _declare(file: str, name: str, statement: ast.stmt, is_inner: bool) -> Declared:
    id = workflow_id(file, name)
    return Declared(id, "workflow", file, name, statement.lineno, True, SIGNATURE, is_graph=True, is_inner=is_inner)


def _names_in(value: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(value) if isinstance(node, ast.Name))


def _bindings(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(statement, ast.Assign):
        yield from ((target.id, statement.value) for target in statement.targets if isinstance(target, ast.Name))
    elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
        yield statement.target.id, statement.value


def _root_of(value: ast.expr) -> str:
    """Return the name that is called at the root of `name(...).then(...).commit()`, or nothing."""
    while isinstance(value, ast.Call):
        name = dotted_name(value.func)
        if name is not None:
            return name
        value = value.func.value if isinstance(value.func, ast.Attribute) else value.func
    return ""


def is_graph_step(node: ast.FunctionDef | ast.AsyncFunctionDef, names: Mapping[str, str]) -> bool:
    """Whether a function stands below `@graph_step`."""
    if not node.decorator_list or STEP not in names.values():
        return False
    targets = [item.func if isinstance(item, ast.Call) else item for item in node.decorator_list]
    return any(names.get(dotted_name(target) or "") == STEP for target in targets)


def stub_of(node: ast.FunctionDef | ast.AsyncFunctionDef, step_id: str) -> ast.FunctionDef:
    """Return what stands for a step of a graph: its decorators, over a function that calls the step by its id.

    So the name is a `Step`, and a code workflow may call it: `await quote({"to": "Rome"})`.
    """
    call = ast.Call(ast.Name(hooks.STUB, ast.Load()), [ast.Constant(step_id)], [])
    given = ast.Starred(ast.Name("given", ast.Load()), ast.Load())
    arguments = ast.arguments([], [], ast.arg("given"), [], [], None, [])
    body: list[ast.stmt] = [ast.Return(ast.Call(call, [given], []))]
    made = ast.FunctionDef(node.name, arguments, body, node.decorator_list, None)
    place_all(made, node)
    return made
