"""Each opened form of syntax, a file in `tests/idioms`, does in the sandbox what it does in plain Python."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.sandbox.running import parses_here, run_plain, run_sandboxed
from vm.sandbox import names
from vm.sandbox.policy import WorkflowPolicy

IDIOMS = sorted((Path(__file__).resolve().parents[1] / "idioms").glob("*.py"))


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda path: path.stem)
def test_idiom_does_what_it_does_in_plain_python(idiom: Path) -> None:
    source = idiom.read_text(encoding="utf-8")
    if not parses_here(source):
        pytest.skip("this Python does not have the syntax")
    assert run_sandboxed(source) == run_plain(source)


def test_every_node_of_this_python_is_either_opened_or_refused_by_name() -> None:
    undecided = []
    for name, kind in vars(ast).items():
        if not (isinstance(kind, type) and issubclass(kind, ast.AST)) or kind.__subclasses__():
            continue
        if name.startswith("_") or kind.__module__ not in ("ast", "_ast") or name in DEPRECATED:
            continue
        has_visitor = hasattr(WorkflowPolicy, f"visit_{name}")
        if not has_visitor and name not in names.REFUSED_NODES and name not in HANDLED_BY_PARENT:
            undecided.append(name)
    assert undecided == []


DEPRECATED = {
    "Num",
    "Str",
    "Bytes",
    "NameConstant",
    "Ellipsis",
    "Index",
    "ExtSlice",
    "Suite",
    "AugLoad",
    "AugStore",
    "Param",
}
HANDLED_BY_PARENT = {"alias"}


def test_syntax_that_nobody_examined_is_refused() -> None:
    class Strange(ast.stmt):
        _fields = ()

    tree = ast.Module([ast.copy_location(Strange(), ast.Pass(lineno=1, col_offset=0))], [])
    policy = WorkflowPolicy("workflow.py", tree)
    policy.visit(tree)
    assert [finding.code for finding in policy.findings] == ["refused-syntax"]
