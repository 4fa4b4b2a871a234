"""The variables that all functions of a file share, so that each of them can count fuel down in them.

A variable of a function around the module's code is the cheapest that there is: the module becomes a function
that declares its own names global, and each function reaches the counters as it would any variable around it.
One is a number, of which source that costs several units takes them at once. The other is an iterator of units, for
source that costs one: `for .taken in .unit: break` makes no number, and takes half as long. The third is such an
iterator for functions that the interpreter's own code calls (see `depth`).
Rejected: a counter in the namespace (twice the price), a variable in each function, refilled by 64 (turns that
a call does not use up are lost: a short loop in a function pays for 64 turns each time).
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from itertools import repeat
from types import CellType, CodeType
from typing import Any, Final

from vm.sandbox import hooks

SHARED: Final = (hooks.LEFT, hooks.UNIT, hooks.DEEP)
"""The variables, by name."""

_MODULE: Final = "<module>"
_OUTER: Final = "module"
_INSIDE: Final = f"{_OUTER}.<locals>.{_MODULE}.<locals>."


def wrap(tree: ast.Module, names: Collection[str]) -> ast.Module:
    """Put a module's statements into a function; `names` are those that the module binds, or more."""
    # Imported here and not above: a file that was compiled before is only executed.
    from vm.sandbox.scopes import after_docstring
    from vm.sandbox.trees import STORE, place_all

    inside: list[ast.stmt] = [ast.Nonlocal([*SHARED]), ast.Global(sorted({"__doc__", *names}))]
    count = after_docstring(tree.body)
    for statement in tree.body[:count]:
        text = ast.copy_location(ast.Name("__doc__", STORE), statement)
        inside.append(ast.copy_location(ast.Assign([text], statement.value), statement))  # type: ignore[attr-defined]
    module = _function(_MODULE, [*inside, *tree.body[count:]])
    shared: list[ast.expr] = [ast.Name(name, STORE) for name in SHARED]
    outer = _function(_OUTER, [ast.Assign(shared, ast.Constant(None)), module])
    place_all(outer, ast.Pass(lineno=1, col_offset=0, end_lineno=1, end_col_offset=0))
    tree.body = [outer]
    return tree


def unwrap(code: CodeType) -> CodeType:
    """Return the code of the module that was wrapped in `code`, its names as if it had not been."""
    return _renamed(_constant(_constant(code, _OUTER), _MODULE))


def make_cells(units: int) -> dict[str, CellType]:
    """Return the variables, each with so many units to count down."""
    return {hooks.LEFT: CellType(units), **{name: CellType(repeat(True, units)) for name in (hooks.UNIT, hooks.DEEP)}}


def execute(code: CodeType, namespace: dict[str, Any], cells: Mapping[str, CellType]) -> None:
    """Execute an unwrapped module whose functions count in `cells`, by the names of `SHARED`."""
    exec(code, namespace, closure=tuple([cells[name] for name in code.co_freevars]))


def _function(name: str, body: list[ast.stmt]) -> ast.FunctionDef:
    arguments = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    made = ast.FunctionDef(name, arguments, body, [])
    made.type_params = []  # type: ignore[attr-defined]  # from Python 3.12 on
    return made


def _constant(code: CodeType, name: str) -> CodeType:
    return next(item for item in code.co_consts if isinstance(item, CodeType) and item.co_name == name)


def _renamed(code: CodeType) -> CodeType:
    """Take the functions around the module out of the qualified names: only its lambdas and the like have them."""
    constants = tuple(_renamed(item) if isinstance(item, CodeType) else item for item in code.co_consts)
    name = code.co_qualname.removeprefix(_INSIDE)
    name = _MODULE if code.co_name == _MODULE else name
    if name == code.co_qualname and all(new is old for new, old in zip(constants, code.co_consts, strict=True)):
        return code
    return code.replace(co_consts=constants, co_qualname=name)
