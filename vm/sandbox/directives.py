"""`"use workflow"` and `"use step"`: where they stand, and where somebody seems to have meant them."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher
from typing import Final

from vm.errors import Finding
from vm.sandbox.declared import Kind
from vm.sandbox.source import dotted_name, finding_at
from vm.sandbox.trees import children, walk

Function = ast.FunctionDef | ast.AsyncFunctionDef

DIRECTIVES: Final[dict[str, Kind]] = {"use workflow": "workflow", "use step": "step"}
_NEAR: Final = 0.87  # "uses step" and "use stepp" are 0.94, "use the step" is 0.8


def directive_of(function: Function) -> Kind | None:
    """Return what a function's first statement says, or None."""
    text = _text_of(function.body[0])
    return DIRECTIVES.get(text) if text is not None else None


def directive_findings(
    file: str, tree: ast.Module, top: Collection[Function], aliases: Mapping[str, Kind]
) -> list[Finding]:
    """Return every directive or decorator that would not do what it says."""
    reader = _Reader(file, top, aliases)
    reader.read(tree)
    return reader.findings


def _text_of(statement: ast.AST) -> str | None:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        value = statement.value.value
        return value if isinstance(value, str) else None
    return None


def near_miss(text: str) -> str | None:
    """Return the directive that a text seems to mean and is not, or None."""
    words = re.findall(r"[^\W_]+", text.lower())
    if text in DIRECTIVES or len(text) > 20 or not 1 <= len(words) <= 3:
        return None
    said = " ".join(words)
    for directive in DIRECTIVES:
        joined = directive.replace(" ", "")
        if said.replace(" ", "") == joined or SequenceMatcher(None, said, directive).ratio() >= _NEAR:
            return directive
    return None


class _Reader:
    def __init__(self, file: str, top: Collection[Function], aliases: Mapping[str, Kind]) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self._top = top
        self._aliases = aliases

    def read(self, tree: ast.Module) -> None:
        nodes = walk(tree)
        functions = [node for node in nodes if isinstance(node, Function)]
        for function in functions:
            self._read_function(function)
        directives = {function.body[0] for function in functions if directive_of(function) is not None}
        for node in nodes:
            if isinstance(node, ast.Lambda):
                self._read_lambda(node)
            elif isinstance(node, ast.Expr) and node not in directives and _text_of(node) in DIRECTIVES:
                where = "the first statement of a function at module level"
                self._add(node, "directive-misplaced", f'"{_text_of(node)}" does nothing here', f"make it {where}")

    def _read_lambda(self, node: ast.Lambda) -> None:
        value = node.body.value if isinstance(node.body, ast.Constant) else None
        if isinstance(value, str) and value in DIRECTIVES:
            self._add(node, "directive-on-lambda", f'a lambda cannot be "{value}"', "write a def at module level")

    def _read_function(self, node: Function) -> None:
        kinds = self._decorator_kinds(node)
        said = directive_of(node)
        if said is not None:
            kinds.append(said)
        if len(set(kinds)) > 1:
            self._add(node, "directive-conflict", f"{node.name} is both a workflow and a step", "keep one of the two")
        elif kinds:
            self._check_place(node, kinds[0])
        else:
            self._check_near_miss(node)

    def _decorator_kinds(self, node: Function) -> list[Kind]:
        targets = [item.func if isinstance(item, ast.Call) else item for item in node.decorator_list]
        names = [dotted_name(target) or "" for target in targets]
        return [self._aliases[name] for name in names if name in self._aliases]

    def _check_place(self, node: Function, kind: Kind) -> None:
        if node not in self._top:
            what = f"{node.name} is a {kind} inside a function or class"
            self._add(node, "directive-nested", what, "move it to module level: a journal finds it by file and name")
        elif is_generator(node):
            what = f"{node.name} is a generator, which cannot be a {kind}"
            self._add(node, "directive-on-generator", what, "return a list, or call the step once per item")
        elif kind == "workflow" and isinstance(node, ast.FunctionDef):
            what = f"the workflow {node.name} is a plain def"
            self._add(node, "workflow-not-async", what, f"write `async def {node.name}`")

    def _check_near_miss(self, node: Function) -> None:
        meant = near_miss(_text_of(node.body[0]) or "")
        if meant is not None:
            what = f'{_text_of(node.body[0])!r} is not a directive; "{meant}" is'
            fix = f'write "{meant}", or word the docstring another way'
            self._add(node.body[0], "directive-near-miss", what, fix)

    def _add(self, node: ast.expr | ast.stmt, code: str, what: str, fix: str) -> None:
        self.findings.append(finding_at(self.file, node, code, what, fix))


def is_generator(function: Function) -> bool:
    """Whether a `yield` belongs to the function itself, not to one inside it."""
    queue: list[ast.AST] = list(function.body)
    while queue:
        node = queue.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            queue.extend(children(node))
    return False
