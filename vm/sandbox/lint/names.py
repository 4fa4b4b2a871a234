"""Which scope a name in source belongs to, and what binds it there. Python's own rules, read off the tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Literal

from vm.core.frozen import record

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@record(eq=False)
class Scope:
    """A scope and the nodes that bind its names, in the order of the source."""

    kind: Literal["module", "class", "function", "comprehension"]
    parent: Scope | None
    bindings: dict[str, list[ast.AST]] = field(default_factory=dict)
    elsewhere: dict[str, Scope] = field(default_factory=dict)  # what `global` and `nonlocal` say

    def bind(self, name: str, node: ast.AST) -> None:
        owner = self.elsewhere.get(name, self)
        owner.bindings.setdefault(name, []).append(node)


class Names(ast.NodeVisitor):
    """The scopes of a file. `parents` leads from each node to the one around it."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = Scope("module", None)
        self.parents: dict[ast.AST, ast.AST] = {}
        self._scope = self.module
        self._scope_of: dict[ast.Name, Scope] = {}
        self.visit(tree)

    def find_scope(self, name: ast.Name) -> Scope | None:
        """Return the scope that a name is bound in, or None for a builtin (or nothing at all)."""
        scope: Scope | None = self._scope_of[name]
        scope = scope.elsewhere.get(name.id, scope) if scope is not None else None
        is_own = True
        while scope is not None:
            if name.id in scope.bindings and (is_own or scope.kind != "class"):
                return scope
            scope, is_own = scope.parent, False
        return None

    def bindings(self, name: ast.Name) -> list[ast.AST]:
        """Return the nodes that bind a name, or nothing for a builtin."""
        scope = self.find_scope(name)
        return [] if scope is None else scope.bindings[name.id]

    def reads_of(self, target: ast.Name) -> Iterator[ast.Name]:
        """Yield where the variable that a name assigns is read."""
        scope = self.find_scope(target)
        for node in self._scope_of:
            if node.id == target.id and isinstance(node.ctx, ast.Load) and self.find_scope(node) is scope:
                yield node

    def is_global(self, name: ast.Name) -> bool:
        return self.find_scope(name) is self.module

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self.parents:
            node = self.parents[node]
            yield node

    # ---- reading

    def visit(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            self.parents[child] = node
        super().visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        self._scope_of[node] = self._scope
        if not isinstance(node.ctx, ast.Load):
            self._scope.bind(node.id, node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        scope = self._scope
        while self._scope.kind == "comprehension" and self._scope.parent is not None:
            self._scope = self._scope.parent  # `:=` in a comprehension binds outside of it
        self.visit(node.target)
        self._scope = scope
        self.visit(node.value)

    def visit_alias(self, node: ast.alias) -> None:
        self._scope.bind(node.asname or node.name.partition(".")[0], node)

    def visit_arg(self, node: ast.arg) -> None:
        self._scope.bind(node.arg, node)
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self._bind_optional(node.name, node)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self._bind_optional(node.name, node)
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        self._bind_optional(node.name, node)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self._bind_optional(node.rest, node)
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> None:
        self._scope.elsewhere |= dict.fromkeys(node.names, self.module)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        for name in node.names:
            scope = self._scope.parent
            while scope is not None and (scope.kind == "class" or name not in scope.bindings):
                scope = scope.parent
            if scope is not None:
                self._scope.elsewhere[name] = scope

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._visit_def(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._visit_def(node)

    def _visit_def(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._scope.bind(node.name, node)
        self._visit_all(node.decorator_list)
        self._visit_function(node, node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_function(node, [node.body])

    def _visit_function(self, node: Function, body: list[ast.stmt] | list[ast.expr]) -> None:
        given = node.args
        self.parents |= dict.fromkeys(ast.iter_child_nodes(given), given)
        self._visit_all([*given.defaults, *(default for default in given.kw_defaults if default is not None)])
        self._scope = Scope("function", self._scope)
        parameters = [*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg]
        self._visit_all([parameter for parameter in parameters if parameter is not None])
        self._visit_all([*getattr(node, "type_params", ()), *body])
        returns = getattr(node, "returns", None)
        self._visit_all([] if returns is None else [returns])
        self._leave()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._scope.bind(node.name, node)
        self._visit_all([*node.decorator_list, *node.bases, *node.keywords])
        self._scope = Scope("class", self._scope)
        self._visit_all([*getattr(node, "type_params", ()), *node.body])
        self._leave()

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._visit_comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._visit_comprehension(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._visit_comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._visit_comprehension(node)

    def _visit_comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        for generator in node.generators:
            self.parents |= dict.fromkeys(ast.iter_child_nodes(generator), generator)
        self.visit(node.generators[0].iter)  # the first source belongs to the scope around
        self._scope = Scope("comprehension", self._scope)
        for index, generator in enumerate(node.generators):
            self._visit_all([generator.target, *([generator.iter] if index else []), *generator.ifs])
        self._visit_all([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        self._leave()

    def _visit_all(self, nodes: Sequence[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _leave(self) -> None:
        assert self._scope.parent is not None, "only what was entered is left"
        self._scope = self._scope.parent

    def _bind_optional(self, name: str | None, node: ast.AST) -> None:
        if name is not None:
            self._scope.bind(name, node)
