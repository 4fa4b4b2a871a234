"""A file compiled: parsed, its steps taken out, the policy applied, and made into code."""

from __future__ import annotations
import __future__

import ast
import warnings
from collections.abc import Mapping
from types import CodeType
from typing import Final

from vm.errors import Finding
from vm.sandbox import hooks
from vm.sandbox.counter import unwrap
from vm.sandbox.declared import Declared, Kind
from vm.sandbox.graphs import stub_of
from vm.sandbox.marks import declared_in, decorator_aliases, kind_of_decorator
from vm.sandbox.policy import apply_policy
from vm.sandbox.source import CORRECT, deep_stack, in_characters, is_main_block, parse, uncollected
from vm.sandbox.trees import place_all

_FLAGS: Final = __future__.annotations.compiler_flag  # annotations stay text: they are never evaluated


def compile_file(file: str, text: str) -> tuple[CodeType | None, list[Finding]]:
    """Return the code of one file, or None and what is refused in it."""
    with uncollected():
        tree = parse(file, text)
        if isinstance(tree, Finding):
            return None, [tree]
        declared = declared_in(file, tree)
        with deep_stack():
            tree, findings = apply_policy(file, trim(tree, declared))
            code, findings = (None, findings) if findings else _compile(file, tree)
    return code, in_characters(text, findings)


def _compile(file: str, tree: ast.Module) -> tuple[CodeType | None, list[Finding]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # optimize=0: -O must not take the asserts out, nor -OO the directives.
            made = compile(tree, file, "exec", flags=_FLAGS, dont_inherit=True, optimize=0)
    except SyntaxError as error:  # what only the compiler sees: `return` outside a function, an odd `nonlocal`
        line, column = error.lineno or 1, error.offset or 1
        text = f"Python cannot compile this: {error.msg}"
        return None, [Finding(file, line, max(column, 1), "syntax-error", text, CORRECT)]
    return unwrap(made), []


def trim(tree: ast.Module, declared: Mapping[ast.AST, Declared]) -> ast.Module:
    """Return a file's tree without what the sandbox must not see; `declared` are its workflows and steps."""
    trimmed: ast.Module = _Trimmer(tree, declared).visit(tree)
    return trimmed


class _Trimmer(ast.NodeTransformer):
    """Takes out what the sandbox must not see: steps' bodies, our decorators, the block for scripts."""

    def __init__(self, tree: ast.Module, declared: Mapping[ast.AST, Declared]) -> None:
        self._declared = declared
        self._aliases: Mapping[str, Kind] = decorator_aliases(tree)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        return self._visit_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.stmt:
        return self._visit_function(node)

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        if is_main_block(node):
            rest = [self.visit(statement) for statement in node.orelse]
            return rest or ast.copy_location(ast.Pass(), node)
        return self.generic_visit(node)

    def _visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
        declared = self._declared.get(node)
        if declared is None:
            return node  # a step or a script's block stands at module level only
        if declared.kind == "step":
            return stub_of(node, declared.id) if declared.is_graph else _stub(node, declared)
        node.decorator_list = [item for item in node.decorator_list if kind_of_decorator(item, self._aliases) is None]
        return node


def _stub(node: ast.FunctionDef | ast.AsyncFunctionDef, declared: Declared) -> ast.stmt:
    """`charge = .stub("step//order.py//charge")` in place of the step."""
    target, guard = ast.Name(node.name, ast.Store()), ast.Name(hooks.STUB, ast.Load())
    call = ast.Call(guard, [ast.Constant(declared.id)], [])
    statement = ast.Assign([target], call)
    place_all(statement, node)
    return statement
