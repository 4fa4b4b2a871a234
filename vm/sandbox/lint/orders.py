"""The rule about sets whose order matters: here it is that of insertion, elsewhere any."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from stdlib_shims.tables import words
from vm.errors import Finding
from vm.sandbox.lint.reach import values_of
from vm.sandbox.lint.view import View

_MAKING: Final = ("builtins.set", "builtins.frozenset")
_OPERATORS: Final = (ast.BitOr, ast.BitAnd, ast.BitXor, ast.Sub)
_GIVING_SETS: Final = frozenset(words("union intersection difference symmetric_difference copy"))
_ORDERING: Final = frozenset(
    (
        *(f"builtins.{name}" for name in words("list tuple enumerate iter zip map filter next reversed")),
        *(f"itertools.{name}" for name in words("chain islice product permutations combinations accumulate batched")),
    )
)
_FREE: Final = frozenset(
    (
        *(f"builtins.{name}" for name in words("all any frozenset len max min set sorted sum")),
        *("collections.Counter", "math.fsum", "statistics.mean", "statistics.median"),
    )
)
"""Calls to which the order of what they are given does not matter."""

_SORT: Final = "sorted(...) gives them an order; dict.fromkeys(...) keeps the one in which they came"


def find_set_orders(view: View) -> Iterator[Finding]:
    """Find places where the order of a set decides what happens."""
    for node in view.inside_code:
        if isinstance(node, ast.expr) and is_set(view, node) and (use := _use(view, node)) is not None:
            what = f"{use} the members of a set, whose order outside of a workflow is any"
            yield view.finding("set-order", node, what, _SORT)


def is_set(view: View, node: ast.AST) -> bool:
    """Whether an expression is certainly a set."""
    if isinstance(node, ast.Set | ast.SetComp):
        return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, _OPERATORS):
        return is_set(view, node.left)
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in _GIVING_SETS:
            return is_set(view, node.func.value)
        return view.meaning(node.func) in _MAKING
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and _is_set_name(view, node)


def _is_set_name(view: View, node: ast.Name) -> bool:
    """Whether everything that is ever assigned to a name is a set made in so many words."""
    bindings = view.names.bindings(node)
    values = list(values_of(view, bindings))
    return len(values) == len(bindings) > 0 and all(_makes_set(view, value) for value in values)


def _makes_set(view: View, node: ast.expr) -> bool:
    return isinstance(node, ast.Set | ast.SetComp) or (
        isinstance(node, ast.Call) and view.meaning(node.func) in _MAKING
    )


def _use(view: View, node: ast.expr) -> str | None:
    """Return what a set's order is used for, or None."""
    parent = view.names.parents[node]
    if isinstance(parent, ast.For) and parent.iter is node:
        return "this loop goes through"
    if isinstance(parent, ast.comprehension) and parent.iter is node and _is_ordered(view, parent):
        return "this goes through"
    if isinstance(parent, ast.Call) and node in parent.args:
        is_join = isinstance(parent.func, ast.Attribute) and parent.func.attr in ("join", "fromkeys")
        return "this takes in turn" if is_join or view.meaning(parent.func) in _ORDERING else None
    if isinstance(parent, ast.Attribute) and parent.attr == "pop" and _is_called(view, parent):
        return "this takes the first of"
    if isinstance(parent, ast.Starred) and not isinstance(view.names.parents[parent], ast.Set):
        return "this spreads out"
    if isinstance(parent, ast.Assign) and any(isinstance(target, ast.Tuple | ast.List) for target in parent.targets):
        return "this takes apart"
    return None


def _is_called(view: View, node: ast.Attribute) -> bool:
    parent = view.names.parents[node]
    return isinstance(parent, ast.Call) and parent.func is node and not parent.args


def _is_ordered(view: View, node: ast.comprehension) -> bool:
    """Whether a comprehension gives its items an order that somebody sees."""
    owner = view.names.parents[node]
    if isinstance(owner, ast.SetComp):
        return False
    above = view.names.parents[owner]
    return not (isinstance(above, ast.Call) and view.meaning(above.func) in _FREE)
