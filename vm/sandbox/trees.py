"""Walking syntax trees. The standard library's own walking takes several times as long."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Final

from stdlib_shims.tables import words

Located = ast.expr | ast.stmt | ast.excepthandler | ast.pattern | ast.arg | ast.alias | ast.keyword

LOAD: Final = ast.Load()
STORE: Final = ast.Store()

_NO_NODES: Final = frozenset(
    words("ctx op ops id attr arg asname level module kind type_comment conversion simple is_async kwd_attrs rest")
)
"""Fields that hold no nodes, or only such as have nothing in them."""

_OF_NODES: Final = frozenset(
    words(
        """
        args bases body cases comparators decorator_list defaults elts finalbody generators handlers ifs items
        keywords kwonlyargs orelse patterns posonlyargs targets values
        """
    )
)
"""Fields that hold lists of nodes, of nothing else."""

_LEAVES: Final = frozenset((ast.Name, ast.Constant, ast.alias, ast.Pass, ast.Break, ast.Continue))

_fields: dict[type[ast.AST], tuple[str, ...]] = {}


def children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes right below one, in order. Contexts and operators, which hold nothing, are left out."""
    found: list[ast.AST] = []
    add_children(found, (node,))
    return found


def levels_below(root: ast.AST, most: int) -> list[ast.AST]:
    """Return the nodes that lie `most` levels down."""
    level = [root]
    for _ in range(most):
        below: list[ast.AST] = []
        add_children(below, level)
        if not below:
            return below
        level = below
    return level


def walk(*roots: ast.AST) -> list[ast.AST]:
    """Return nodes and all that is below them, each behind what it is in."""
    found = list(roots)
    add_children(found, found)
    return found


def add_children(found: list[ast.AST], nodes: Iterable[ast.AST]) -> None:
    """Add the children of each of `nodes`, which may be `found` itself: it grows meanwhile then."""
    for node in nodes:
        kind = type(node)
        if kind in _LEAVES:
            continue
        for name in _fields.get(kind) or fields_of(kind):
            value = getattr(node, name, None)
            if type(value) is list:
                if value and name in _OF_NODES:
                    found += value
                else:  # the keys of `{**more}`, defaults that are missing, names
                    found += [item for item in value if isinstance(item, ast.AST)]
            elif value is not None and isinstance(value, ast.AST):
                found.append(value)


def fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    """Return the fields in which nodes of a kind may hold others that hold something."""
    found = _fields[kind] = tuple(name for name in kind._fields if name not in _NO_NODES)
    return found


def place_all(root: ast.AST, at: Located) -> None:
    """Say where a made node stands, and all below it that was made with it: what has a place keeps it."""
    line, column, end_line, end_column = at.lineno, at.col_offset, at.end_lineno, at.end_col_offset
    made = [root]
    for node in made:
        if "lineno" in node._attributes:
            node.lineno, node.col_offset = line, column  # type: ignore[attr-defined]
            node.end_lineno, node.end_col_offset = end_line, end_column  # type: ignore[attr-defined]
        if type(node) in _LEAVES:
            continue
        below: list[ast.AST] = []
        add_children(below, (node,))
        made += [child for child in below if not hasattr(child, "lineno")]
