"""Default deny: what the table of the grammar does not know is refused, wherever it stands."""

from __future__ import annotations

import ast
import json

import pytest

from tests.sandbox.running import codes_of
from tools.determinism.pythons import THIS, VERSIONS, find_python
from tools.grammar import compare, main, read_from, read_kept
from vm.sandbox import grammar
from vm.sandbox.policy import apply_policy


class Strange(ast.stmt):
    _fields = ("value",)


class StrangeExpression(ast.expr):
    _fields = ()


class Import(ast.Import):
    """What Python 3.15 makes of `lazy import x`."""

    _fields = (*ast.Import._fields, "is_lazy")


def refusals(tree: ast.Module) -> list[str]:
    _, findings = apply_policy("w.py", ast.fix_missing_locations(tree))
    return [finding.message for finding in findings if finding.code == "refused-syntax"]


def in_module(*statements: ast.stmt) -> ast.Module:
    return ast.Module(list(statements), [])


def test_unknown_statement_is_refused() -> None:
    (message,) = refusals(in_module(Strange(ast.Constant(1))))
    assert message == "Strange is not allowed in workflow code: nobody has examined it yet"


def test_unknown_expression_is_refused_where_the_policy_looks() -> None:
    assert len(refusals(in_module(ast.Expr(StrangeExpression())))) == 1


HIDDEN = {
    "an annotation": lambda: ast.AnnAssign(ast.Name("x", ast.Store()), StrangeExpression(), None, 1),
    "what a function returns": lambda: ast.FunctionDef(
        "f", ast.arguments([], [], None, [], [], None, []), [ast.Pass()], [], StrangeExpression()
    ),
    "a pattern": lambda: ast.Match(
        ast.Constant(1), [ast.match_case(ast.MatchValue(StrangeExpression()), None, [ast.Pass()])]
    ),
}


@pytest.mark.parametrize("place", HIDDEN)
def test_unknown_expression_is_refused_where_the_policy_does_not_look(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grammar, "STRANGERS", ["StrangeExpression"])
    assert len(refusals(in_module(HIDDEN[place]()))) == 1


def test_unknown_field_of_a_known_node_is_refused_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "STRANGERS", ["Import.is_lazy"])
    lazy, eager = (Import([ast.alias("json")], is_lazy=flag) for flag in (1, 0))
    (message,) = refusals(in_module(lazy))
    assert message == "Import.is_lazy is not allowed in workflow code: nobody has examined it yet"
    assert refusals(in_module(eager)) == []


def test_what_a_new_python_has_is_told() -> None:
    found = {**grammar.grammar_of("3.14"), "Strange": ["value"], "Import": ["names", "is_lazy"]}
    assert grammar.find_strangers(found) == ["Import.is_lazy", "Strange"]


def test_this_python_has_nothing_that_is_unknown() -> None:
    assert grammar.STRANGERS == []
    assert grammar.read_grammar() == grammar.grammar_of(THIS.version)


@pytest.mark.parametrize("version", VERSIONS)
def test_table_is_the_grammar_of_each_python(version: str) -> None:
    kept = read_kept(version)
    assert list(compare(version, kept)) == []
    python = find_python(version)
    assert python is None or read_from(python) == kept


@pytest.mark.parametrize("tree", ["[*x for x in y]", "{*x for x in y}", "f(*x for x in y)"])
def test_unpacking_in_a_comprehension_is_refused(tree: str) -> None:
    parsed = ast.parse(tree.replace("*x for", "x for"))
    for node in ast.walk(parsed):
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
            node.elt = ast.Starred(node.elt, ast.Load())
    assert len(refusals(parsed)) == 1


def test_unpacking_in_a_dict_comprehension_is_refused() -> None:
    parsed = ast.parse("{x: x for x in y}")
    parsed.body[0].value.value = None  # as Python 3.15 has `{**x for x in y}`
    assert len(refusals(parsed)) == 1


def test_annotated_special_names_of_modules_are_allowed_and_others_not() -> None:
    assert codes_of("__all__: list[str] = ['a']\n__all__ += ['b']\n__version__ = '1'\nx = __version__\n") == []
    assert codes_of("x = __version__\n") == ["refused-name"]
    assert codes_of("__path__: list = []\n") == ["refused-name"]
    assert codes_of("__all__: list\n") == []
    assert codes_of("def f():\n    __all__: list = []\n") == ["refused-name"]
    assert codes_of("def f():\n    __all__ = []\n") == ["refused-name"]
    assert codes_of("class A:\n    __slots__: tuple = names()\n") == ["refused-name"]
    assert codes_of("class A:\n    __slots__: tuple\n") == ["refused-name"]


def test_tool_compares_and_dumps(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out.endswith("all known\n")
    assert main(["--dump"]) == 0
    assert json.loads(capsys.readouterr().out) == grammar.read_grammar()


def test_tool_tells_every_difference(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    changed = {**grammar.grammar_of(THIS.version), "Strange": [], "Pass": ["why"], "Name": ["id"]}
    del changed["Break"]
    monkeypatch.setattr("tools.grammar.read_grammar", lambda: changed)
    assert main([]) == 1
    assert capsys.readouterr().out.split("\n")[:4] == [
        f"{THIS.version} has Pass.why, which nobody has examined: it is refused",
        f"{THIS.version} has Strange, which nobody has examined: it is refused",
        f"{THIS.version} has Break with None, the table says []",
        f"{THIS.version} has Name with ['id'], the table says ['id', 'ctx']",
    ]
