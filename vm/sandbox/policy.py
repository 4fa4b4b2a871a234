"""What source is allowed, and where guards stand in it.

The bottom is RestrictedPython's transformer, for its default deny: a node without a visitor is refused, so a
new Python opens no hole. Its guards are not used: they cost 2 to 25 times, because they stand at every
attribute, item and loop. Here a name known at compile time is decided at compile time (`names`), and a guard
stands only where the name or the receiver is not known then.
"""

from __future__ import annotations

import ast
from typing import TypeVar

from vm.errors import Finding
from vm.sandbox import grammar, hooks, names
from vm.sandbox.counter import wrap
from vm.sandbox.policy_base import ERRORS, place
from vm.sandbox.policy_statements import Statements
from vm.sandbox.scopes import (
    Scope,
    after_docstring,
    clean_docstring,
    is_called_by_interpreter,
    is_of_class,
    self_name,
    units_of,
    yields,
)
from vm.sandbox.source import CORRECT
from vm.sandbox.trees import LOAD, STORE

Leaving = TypeVar("Leaving", ast.Return, ast.Yield, ast.YieldFrom)


def apply_policy(file: str, tree: ast.Module) -> tuple[ast.Module, list[Finding]]:
    """Return the guarded tree of a file, and what is refused in it. The tree given is used up.

    A tree with findings must not be compiled.
    """
    policy = WorkflowPolicy(file, tree)
    if grammar.STRANGERS and policy.refuse_strangers(tree):
        return tree, sorted(policy.findings)
    tree = policy.visit(tree)
    if policy.findings:
        return tree, sorted(policy.findings)
    return wrap(tree, policy.bound), []


class WorkflowPolicy(Statements):
    """The whole policy. This part: modules, functions, classes."""

    def visit_Module(self, node: ast.Module) -> ast.Module:
        clean_docstring(node.body)
        self._top = frozenset(node.body)
        return self.contents(node)

    # ---- functions

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        return self._visit_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.stmt:
        return self._visit_function(node)

    def _visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
        is_method = self.scope.kind == "class"
        self._check_function_name(node, is_method=is_method)
        node.decorator_list = [self.visit(item) for item in node.decorator_list]
        node.args = self.visit(node.args)
        node.returns = None  # an annotation is never evaluated: it differs by version, and singledispatch evals
        self._visit_type_parameters(node)
        scope = Scope("function", node.name, self_name(node) if is_method else None, is_of_class(node))
        units = units_of(node.body)
        self.scopes.append(scope)
        clean_docstring(node.body)
        node.body = self._visit_body(node.body)
        self._add_entry_checks(node, scope, units, is_method=is_method)
        self.scopes.pop()
        return node

    def _check_function_name(self, node: ast.FunctionDef | ast.AsyncFunctionDef, *, is_method: bool) -> None:
        if not names.is_special(node.name) or (is_method and node.name in names.DEFINABLE):
            return
        unknown = "it belongs in a class" if node.name in names.DEFINABLE else "nobody has examined it yet"
        reason = names.UNDEFINABLE.get(node.name, unknown)
        what = f"{node.name} cannot be defined in workflow code: {reason}"
        self.refuse(node, "refused-method", what, "leave it out")

    def _add_entry_checks(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope, units: int, *, is_method: bool
    ) -> None:
        checks = self.keep_near(scope, node)
        if is_called_by_interpreter(node):
            checks.append(self.take(node, hooks.DEEP, hooks.DEEPER))
            units -= 1
        if units:
            checks.append(self.count(node, units))
        if scope.uses_left:
            checks.insert(0, place(ast.Nonlocal([hooks.LEFT]), node))
        if scope.self_name is not None and (scope.needs_check or scope.uses_super):
            parameter = [*node.args.posonlyargs, *node.args.args][0]
            guard = hooks.INSTANCE if scope.uses_super else hooks.WRITE
            checks.append(self.check_self(scope.self_name, parameter, guard))
        if is_method and node.name in ("__exit__", "__aexit__"):
            caught = ast.Compare(self.call(hooks.CURRENT, node), [ast.IsNot()], [ast.Constant(None)])
            checks.append(place(ast.If(caught, [self._statement(hooks.CAUGHT, node)], []), node))
        start = after_docstring(node.body)
        node.body[start:start] = checks

    def visit_Return(self, node: ast.Return) -> ast.stmt:
        return self._visit_leaving(node, "return")

    def visit_Yield(self, node: ast.Yield) -> ast.expr:
        return self._visit_leaving(node, "yield")

    def visit_YieldFrom(self, node: ast.YieldFrom) -> ast.expr:
        node = self._visit_leaving(node, "yield")
        node.value = self.call(hooks.DELEGATED, node.value, node.value)
        return node

    def _visit_leaving(self, node: Leaving, word: str) -> Leaving:
        """Say what the compiler would, were the module not a function to it."""
        if self.scope.kind == "module":
            self.refuse(node, "syntax-error", f"Python cannot compile this: '{word}' outside function", CORRECT)
        return self.contents(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        node.args = self.visit(node.args)
        units = units_of([node.body])
        self.scopes.append(Scope("expression"))
        body = self.visit(node.body)
        self.scopes.pop()
        unit = self.call(hooks.SINK, node) if yields([node.body]) else self.unit(node, units)
        node.body = place(ast.BoolOp(ast.And(), [unit, body]), node)
        return node

    def visit_arguments(self, node: ast.arguments) -> ast.arguments:
        return self.contents(node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        self.check_binding(node, node.arg)
        node.annotation = None
        return node

    # ---- classes

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        self.check_binding(node, node.name)
        self._check_class_keywords(node)
        node.decorator_list = [self.visit(item) for item in node.decorator_list]
        node.bases = [self.visit(base) for base in node.bases]
        node.keywords = [self.visit(keyword) for keyword in node.keywords]
        self._visit_type_parameters(node)
        self.scopes.append(Scope("class", node.name))
        clean_docstring(node.body)
        node.body = self._visit_body(node.body)
        self.scopes.pop()
        if not any(_is_protocol(base) for base in node.bases):
            node.body.insert(after_docstring(node.body), self._own_mark(node))
        if node in self._top and self.classes.get(node.name) == 1 and not node.keywords and self._is_error(node):
            self.narrow.add(node.name)
        return node

    def _is_error(self, node: ast.ClassDef) -> bool:
        """Whether a class is certainly of errors that end no run."""
        bases = [base.id if isinstance(base, ast.Name) else "" for base in node.bases]
        return bool(bases) and all(base in self.narrow or (base in ERRORS and base not in self.bound) for base in bases)

    def _check_class_keywords(self, node: ast.ClassDef) -> None:
        for keyword in node.keywords:
            if keyword.arg == "metaclass":
                what, fix = "metaclass= is not allowed in workflow code", "use __init_subclass__ or a class decorator"
                self.refuse(keyword, "refused-class", what, fix)
            elif keyword.arg is None:
                what, fix = "** in a class statement is not allowed in workflow code", "write the keywords out"
                self.refuse(keyword, "refused-class", what, fix)

    def _own_mark(self, node: ast.ClassDef) -> ast.stmt:
        """Mark the class as the author's before it exists: `__init_subclass__` may set attributes on it.

        The mark is in its namespace, so it goes with the copy that `@dataclass(slots=True)` makes.
        """
        token = ast.copy_location(ast.Name(hooks.TOKEN, LOAD), node)
        return ast.copy_location(ast.Assign([ast.copy_location(ast.Name(hooks.OWN, STORE), node)], token), node)

    def _visit_body(self, body: list[ast.stmt]) -> list[ast.stmt]:
        visited: list[ast.stmt] = []
        for statement in body:
            found = self.visit(statement)
            visited.extend(found if isinstance(found, list) else [] if found is None else [found])
        return visited

    # ---- type parameters (Python 3.12 on; their bounds are evaluated only when somebody asks, nobody can)

    def _visit_type_parameters(self, node: ast.AST) -> None:
        for parameter in getattr(node, "type_params", ()):
            self.visit(parameter)

    def visit_TypeVar(self, node: ast.AST) -> ast.AST:
        self.check_binding(node, node.name)  # type: ignore[attr-defined, arg-type]
        return self.contents(node)

    visit_ParamSpec = visit_TypeVar
    visit_TypeVarTuple = visit_TypeVar

    def visit_TypeAlias(self, node: ast.AST) -> ast.AST:
        return self.contents(node)


def _is_protocol(base: ast.expr) -> bool:
    """A protocol's attributes are what isinstance looks for: the mark must not be among them."""
    if isinstance(base, ast.Subscript):
        base = base.value
    return (base.id if isinstance(base, ast.Name) else getattr(base, "attr", "")) == "Protocol"
