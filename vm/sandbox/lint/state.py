"""Rules about state that an author may take for shared: defaults, module-level containers, values made at import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from stdlib_shims.tables import words
from vm.errors import Finding
from vm.sandbox.lint.clock import CHANGING
from vm.sandbox.lint.names import Function
from vm.sandbox.lint.reach import values_of
from vm.sandbox.lint.view import View

_CONTAINERS: Final = frozenset(
    (
        *(f"builtins.{name}" for name in words("list dict set bytearray")),
        *(f"collections.{name}" for name in words("defaultdict deque Counter OrderedDict UserDict UserList")),
    )
)
_DISPLAYS: Final = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_MUTATORS: Final = frozenset(
    words(
        """add append appendleft clear difference_update discard extend extendleft insert intersection_update pop
        popitem popleft remove reverse rotate setdefault sort subtract symmetric_difference_update update"""
    )
)


def is_container(view: View, node: ast.expr) -> bool:
    """Whether an expression makes a container that can be changed."""
    return isinstance(node, _DISPLAYS) or (isinstance(node, ast.Call) and view.meaning(node.func) in _CONTAINERS)


def changes_of(view: View, node: ast.AST) -> Iterator[ast.Name]:
    """Yield the name whose object a piece of code changes in place, if it does."""
    target: ast.AST | None = None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _MUTATORS:
        target = node.func.value
    elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        target = node.value
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        target = node.target
    if isinstance(target, ast.Name):
        yield target


# ---- mutable-default


def find_mutable_defaults(view: View) -> Iterator[Finding]:
    """Find defaults that calls share and change: all of a workflow or step, of other functions those they change."""
    for function in view.functions():
        given = function.args
        positional = [*given.posonlyargs, *given.args]
        pairs = [*zip(positional[len(positional) - len(given.defaults) :], given.defaults, strict=True)]
        pairs += [(arg, one) for arg, one in zip(given.kwonlyargs, given.kw_defaults, strict=True) if one is not None]
        for parameter, default in pairs:
            if not is_container(view, default):
                continue
            if function in view.declared or _changes_parameter(view, function, parameter):
                what = f"the default of {parameter.arg} is one object for all calls"
                yield view.finding(
                    "mutable-default", default, what, "make the default None, and the object in the body"
                )


def _changes_parameter(view: View, function: Function, parameter: ast.arg) -> bool:
    body = function.body if isinstance(function.body, list) else [function.body]
    parts = (part for statement in body for part in ast.walk(statement))
    return any(view.names.bindings(name) == [parameter] for part in parts for name in changes_of(view, part))


# ---- module-state, state-not-shared


def find_module_state(view: View) -> Iterator[Finding]:
    """Find changes of module-level objects by a body: they are the run's own."""
    seen_by_steps = {node.id for node in view.outside_code if isinstance(node, ast.Name) and view.names.is_global(node)}
    for name in _first_changes(view):
        if name.id in seen_by_steps:
            what = f"{name.id} is changed here for this run alone: steps see an object of their own"
            yield view.finding("state-not-shared", name, what, "pass it to the step, and take what it returns")
        else:
            what = f"{name.id} is changed for this run alone: each run begins with a fresh one"
            yield view.finding("module-state", name, what, "keep it in the body; what runs share belongs in a step")


def _first_changes(view: View) -> Iterator[ast.Name]:
    """Yield where each module-level object is changed by a body first."""
    changed: set[str] = set()
    names = [name for node in view.inside_code for name in (*_rebound(view, node), *changes_of(view, node))]
    for name in sorted(names, key=lambda name: (name.lineno, name.col_offset)):
        if name.id not in changed and view.names.is_global(name) and _is_state(view, name):
            changed.add(name.id)
            yield name


def _rebound(view: View, node: ast.AST) -> Iterator[ast.Name]:
    """Yield a name that a function assigns through `global`."""
    is_bound = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    if is_bound and not isinstance(view.names.parents[node], ast.AugAssign):
        yield node  # type: ignore[misc]


def _is_state(view: View, name: ast.Name) -> bool:
    """Whether a global is a container, or is bound anew by some function."""
    bindings = view.names.bindings(name)
    if any(is_container(view, value) for value in values_of(view, bindings)):
        return True
    return any(isinstance(binding, ast.Name) and view.is_in_function(binding) for binding in bindings)


# ---- value-at-import


def find_values_at_import(view: View) -> Iterator[Finding]:
    """Find module-level values of the clock or of chance that a body and a step both use."""
    inside, outside = (
        {node.id for node in code if isinstance(node, ast.Name) and view.names.is_global(node)}
        for code in (view.inside_code, view.outside_code)
    )
    for name, bindings in view.names.module.bindings.items():
        if name not in inside or name not in outside:
            continue
        for value in values_of(view, bindings):
            for node in ast.walk(value):
                if isinstance(node, ast.Call) and view.meaning(node.func) in CHANGING:
                    what = (
                        f"{name} is one value in a run and another one in steps: {ast.unparse(node)} is asked in both"
                    )
                    yield view.finding("value-at-import", node, what, "ask in the body, and pass it to the step")
