"""A file as the rules see it: what its expressions mean, and which of its code runs where."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from vm.errors import Finding
from vm.sandbox.bundle import Bundle
from vm.sandbox.declared import Declared
from vm.sandbox.directives import Function
from vm.sandbox.discovery import discover
from vm.sandbox.lint.names import Function as AnyFunction
from vm.sandbox.lint.names import Names
from vm.sandbox.marks import declared_in
from vm.sandbox.modules import find_file
from vm.sandbox.rules import RULES
from vm.sandbox.source import finding_at, parse

_MODULE: Final = "file:"  # the meaning of a name that is bound to a module of the project
_OWN: Final = "own:"  # of a function or class of the project


class View:
    """One parsed file of a project."""

    def __init__(self, project: Project, file: str, tree: ast.Module) -> None:
        self.project = project
        self.file = file
        self.tree = tree
        self.names = Names(tree)
        self.declared: Mapping[ast.AST, Declared] = declared_in(file, tree)
        self._meanings: dict[ast.AST, str | None] = {}
        self.inside: list[Function] = []  # functions that may run in a body
        self.outside: list[Function] = []  # functions that steps may run
        self.inside_code: list[ast.AST] = []  # every node of theirs that is evaluated
        self.outside_code: list[ast.AST] = []

    # ---- what an expression means

    def meaning(self, node: ast.AST) -> str | None:
        """Return what a name or a chain of attributes stands for, wherever it was imported from, or None.

        `builtins.len`, `datetime.datetime.now`, `vm.sleep`, the id of a step or workflow, or something of the
        project that only compares equal to itself.
        """
        if node not in self._meanings:
            self._meanings[node] = self._find_meaning(node)
        return self._meanings[node]

    def _find_meaning(self, node: ast.AST) -> str | None:
        if isinstance(node, ast.Attribute):
            above = self.meaning(node.value)
            if above is not None and above.startswith(_MODULE):
                return self.project.meaning_in(above.removeprefix(_MODULE), node.attr)
            return None if above is None or above.startswith(_OWN) or "//" in above else f"{above}.{node.attr}"
        if not isinstance(node, ast.Name):
            return None
        return _only(self.meanings(node))

    def meanings(self, node: ast.Name) -> set[str | None]:
        """Return what a name may stand for: an import may have an alternative. None is what nobody can say."""
        if self.names.find_scope(node) is None:
            return {f"builtins.{node.id}"}
        return {self._meaning_of_binding(binding) for binding in self.names.bindings(node)}

    def global_meaning(self, name: str) -> str | None:
        """Return what a name at module level stands for."""
        bindings = self.names.module.bindings.get(name, [])
        return _only({self._meaning_of_binding(binding) for binding in bindings})

    def _meaning_of_binding(self, node: ast.AST) -> str | None:
        if node in self.declared:
            return self.declared[node].id
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return f"{_OWN}{self.file}:{node.lineno}:{node.name}"
        if not isinstance(node, ast.alias):
            return None
        statement = self.names.parents[node]
        if isinstance(statement, ast.ImportFrom):
            return self.project.meaning_of_import(self.file, statement, node.name)
        module = node.name if node.asname else node.name.partition(".")[0]
        file = self.project.find_file(self.file, module, 0)
        if file is None:
            return None if self.project.is_ours(self.file, node.name, 0) else module
        return f"{_MODULE}{file}"

    def definition(self, node: ast.AST) -> tuple[View, ast.AST] | None:
        """Return the function or class of the project that a name stands for, with the file it is in."""
        meaning = self.meaning(node)
        return None if meaning is None else self.project.definitions.get(meaning)

    def step(self, node: ast.AST) -> Declared | None:
        """Return the step that an expression stands for: its name, or `use_step("name")`."""
        if isinstance(node, ast.Call) and self.meaning(node.func) in USE_STEP and node.args:
            name = node.args[0]
            found = self.project.steps_called(name.value) if isinstance(name, ast.Constant) else []
            return found[0] if len(found) == 1 else None
        return self.project.steps.get(self.meaning(node) or "")

    # ---- the tree

    def functions(self) -> Iterator[AnyFunction]:
        """Yield every function of the file, lambdas included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, AnyFunction))

    def is_in_function(self, node: ast.AST) -> bool:
        return any(isinstance(above, AnyFunction) for above in self.names.ancestors(node))

    # ---- reports

    def finding(self, rule: str, node: ast.AST, message: str, fix: str) -> Finding:
        return finding_at(self.file, node, rule, message, fix, RULES[rule].severity)


def _only(meanings: set[str | None]) -> str | None:
    return meanings.pop() if len(meanings) == 1 else None


USE_STEP: Final = ("vm.use_step", "builtins.use_step")


class Project:
    """All files of a bundle that can be read."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._asked: set[tuple[str, str]] = set()
        discovery = discover(bundle)
        self.steps, self.workflows = discovery.steps, discovery.workflows
        parsed = ((file, parse(file, text)) for file, text in bundle.files.items())
        self.views = {file: View(self, file, tree) for file, tree in parsed if isinstance(tree, ast.Module)}
        self.definitions = dict(self._find_definitions())

    def _find_definitions(self) -> Iterator[tuple[str, tuple[View, ast.AST]]]:
        for view in self.views.values():
            for node in view.names.parents:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    meaning = view._meaning_of_binding(node)
                    assert meaning is not None, "a definition stands for itself"
                    yield meaning, (view, node)

    def find_file(self, importer: str, module: str, level: int) -> str | None:
        """Return the file of the project that a module is, or None."""
        return find_file(module, level, importer, self._bundle.entry, self._bundle.files.__contains__)

    def is_ours(self, importer: str, module: str, level: int) -> bool:
        """Whether the project has the module, or the package that it is in."""
        top = module.partition(".")[0]
        return bool(level) or any(self.find_file(importer, name, 0) for name in (module, top))

    def steps_called(self, name: object) -> list[Declared]:
        """Return the steps that `use_step(name)` may mean."""
        if name in self.steps:
            return [self.steps[str(name)]]
        return [step for step in self.steps.values() if step.name == name]

    def meaning_in(self, file: str, name: str) -> str | None:
        """Return what a name at a file's module level stands for. Circular imports mean nothing."""
        view = self.views.get(file)
        if view is None or (file, name) in self._asked:
            return None
        self._asked.add((file, name))
        try:
            return view.global_meaning(name)
        finally:
            self._asked.discard((file, name))

    def meaning_of_import(self, importer: str, statement: ast.ImportFrom, name: str) -> str | None:
        """Return what `from module import name` binds."""
        module = statement.module or ""
        file = self.find_file(importer, module, statement.level)
        if file is not None and file in self.views and name in self.views[file].names.module.bindings:
            return self.meaning_in(file, name)
        below = self.find_file(importer, f"{module}.{name}" if module else name, statement.level)
        if below is not None:
            return f"{_MODULE}{below}"
        return None if self.is_ours(importer, module, statement.level) else f"{module}.{name}"
