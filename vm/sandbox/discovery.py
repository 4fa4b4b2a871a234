"""Which functions of a bundle are workflows and steps: read off the source, nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from inspect import Signature
from typing import Any, Final, Literal

from vm.core.ids import step_id, workflow_id
from vm.errors import Finding
from vm.sandbox.arguments import check_arguments, signature_of
from vm.sandbox.bundle import Bundle
from vm.sandbox.directives import Function, Kind, directive_findings, directive_of
from vm.sandbox.source import UNREADABLE, deep_stack, dotted_name, in_characters, is_main_block, is_type_checking, parse


@dataclass(frozen=True, slots=True)
class Declared:
    """A workflow or step as its source declares it. `line` is that of its `def`."""

    id: str
    kind: Kind
    file: str
    name: str
    line: int
    is_async: bool
    signature: Signature = field(compare=False)

    def check_arguments(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """Refuse arguments that do not fit. Raises `WrongArguments`."""
        check_arguments(self.name, self.signature, args, kwargs)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a bundle declares, by id, in the order of files and lines; and what is wrong with how it does."""

    workflows: Mapping[str, Declared]
    steps: Mapping[str, Declared]
    findings: tuple[Finding, ...]


@lru_cache(maxsize=64)
def discover(bundle: Bundle) -> Discovery:
    """Read the workflows and steps off a bundle's source. A file that cannot be parsed declares none."""
    workflows: dict[str, Declared] = {}
    steps: dict[str, Declared] = {}
    findings: list[Finding] = []
    for file, text in bundle.files.items():
        tree = parse(file, text)
        if isinstance(tree, Finding):
            findings.append(tree)
            continue
        marks = marks_of(file, tree)
        findings.extend(in_characters(text, marks.findings))
        for declared in (*marks.workflows, *marks.steps):
            table = workflows if declared.kind == "workflow" else steps
            if declared.id in table:
                findings.append(_twice(declared, table[declared.id].line))
            table[declared.id] = declared
    return Discovery(workflows, steps, tuple(sorted(findings)))


def directive_faults(discovery: Discovery) -> list[Finding]:
    """Return the findings about directives. A file that cannot be read is none: only steps may use it."""
    return [finding for finding in discovery.findings if finding.code not in UNREADABLE]


def _twice(declared: Declared, line: int) -> Finding:
    what = f"{declared.name} is declared twice as a {declared.kind}, here and on line {line}"
    fix = "give one of them another name: the name is how a journal finds it"
    return Finding(declared.file, declared.line, 1, "duplicate-name", what, fix)


@dataclass(frozen=True, slots=True)
class Marks:
    """The declarations of one file; `nodes` are the functions themselves, by declaration."""

    workflows: tuple[Declared, ...]
    steps: tuple[Declared, ...]
    nodes: Mapping[ast.AST, Declared]
    findings: tuple[Finding, ...]


def marks_of(file: str, tree: ast.Module) -> Marks:
    """Return what one parsed file declares."""
    aliases = decorator_aliases(tree)
    nodes: dict[ast.AST, Declared] = {}
    with deep_stack():
        findings = directive_findings(file, tree, set(top_functions(tree)), aliases)
        for function in top_functions(tree):
            kind = directive_of(function) or decorator_of(function, aliases)
            if kind is not None:
                nodes[function] = _declare(file, function, kind)
    found = tuple(nodes.values())
    return Marks(
        tuple(declared for declared in found if declared.kind == "workflow"),
        tuple(declared for declared in found if declared.kind == "step"),
        nodes,
        tuple(findings),
    )


def _declare(file: str, function: Function, kind: Kind) -> Declared:
    make_id = workflow_id if kind == "workflow" else step_id
    is_async = isinstance(function, ast.AsyncFunctionDef)
    name = function.name
    return Declared(make_id(file, name), kind, file, name, function.lineno, is_async, signature_of(function))


def top_statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when a module is imported, those under `if`, `try` and `with` included."""
    for statement in body:
        yield statement
        if is_main_block(statement) or is_type_checking(statement):
            continue
        if isinstance(statement, (ast.If, ast.Try, ast.With)):
            for name in ("body", "orelse", "finalbody"):
                yield from top_statements(getattr(statement, name, ()))
            for handler in getattr(statement, "handlers", ()):
                yield from top_statements(handler.body)


def top_functions(tree: ast.Module) -> Iterator[Function]:
    """Yield the functions at module level."""
    for statement in top_statements(tree.body):
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield statement


def decorator_aliases(tree: ast.Module) -> dict[str, Kind]:
    """Return how this file spells our decorators: `step`, `vm.step`, or under another name."""
    aliases: dict[str, Kind] = {}
    for statement in top_statements(tree.body):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.name == "vm":
                    module = alias.asname or "vm"
                    aliases |= {f"{module}.{kind}": kind for kind in KINDS}
        elif isinstance(statement, ast.ImportFrom) and statement.module == "vm" and statement.level == 0:
            for alias in statement.names:
                for kind in KINDS:
                    if alias.name == kind:
                        aliases[alias.asname or kind] = kind
    return aliases


KINDS: Final[tuple[Literal["workflow"], Literal["step"]]] = ("workflow", "step")


def decorator_of(function: Function, aliases: Mapping[str, Kind]) -> Kind | None:
    """Return which of our decorators a function has, or None."""
    for decorator in function.decorator_list:
        kind = kind_of_decorator(decorator, aliases)
        if kind is not None:
            return kind
    return None


def kind_of_decorator(decorator: ast.expr, aliases: Mapping[str, Kind]) -> Kind | None:
    """Return what `@step`, `@step(...)`, `@vm.step(...)` and the like mean in this file."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return aliases.get(dotted_name(target) or "")
