"""`vm/sandbox/SYNTAX.md`: what the policy says, and what a workflow that uses the form comes to."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.sandbox.running import findings_of, run_plain, run_sandboxed
from tools.syntax.__main__ import main
from tools.syntax.form import Form
from tools.syntax.table import FORMS, PAGE, Row, draw, judge, row_of
from vm.sandbox import grammar

HERE = "{}.{}".format(*sys.version_info)
READABLE = [form for form in FORMS if form.is_readable()]


def name_of(form: Form) -> str:
    return f"{form.node}: {form.text}"


def test_table_says_what_the_policy_does() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert draw(page) == page, "mend it: python -m tools.syntax --write"
    assert "unknown" not in page


def test_table_has_every_node_of_the_grammar() -> None:
    abstract = {name for name, known in grammar.GRAMMAR.items() if name.islower() and not known.fields}
    assert set(grammar.GRAMMAR) - abstract == {form.node for form in FORMS}


def test_no_two_rows_are_about_the_same() -> None:
    assert len({(form.node, form.text) for form in FORMS}) == len(FORMS)


def test_guard_without_a_word_is_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.syntax.table.PURPOSE_OF", {})
    assert row_of(Form("Set", "", "return {1}")).reason == "checked at run time"


@pytest.mark.parametrize("form", FORMS, ids=name_of)
def test_form_can_be_read_since_the_python_that_its_row_names(form: Form) -> None:
    assert form.is_readable() == grammar.is_since(HERE, form.since)


@pytest.mark.parametrize("form", READABLE, ids=name_of)
def test_form_has_the_node_that_its_row_is_about(form: Form) -> None:
    assert form.node in {type(node).__name__ for node in ast.walk(form.parse())}


@pytest.mark.parametrize("form", READABLE, ids=name_of)
def test_form_runs_as_in_plain_python_or_is_refused(form: Form) -> None:
    if row_of(form).verdict != "refused":
        assert run_sandboxed(form.source) == run_plain(form.source)
    elif form.mode == "exec":
        assert findings_of(form.source)
    else:
        assert judge(form)[0]


def test_guard_is_of_the_node_that_it_stands_for() -> None:
    source = "return [x._y for x in {1}]"
    verdicts = {node: row_of(Form(node, "", source)) for node in ("ListComp", "Attribute", "Set", "Return", "Name")}
    assert {node: row.reason for node, row in verdicts.items()} == {
        "ListComp": "counts fuel",
        "Attribute": "private names are those of the author's own objects",
        "Set": "keeps the order in which members came",
        "Return": "",
        "Name": "",
    }


def test_row_keeps_its_columns() -> None:
    assert str(Row("BitOr", "`|`", "3.11", "allowed", "a | b")) == "| `BitOr` | `\\|` | 3.11 | allowed | a \\| b |"


def test_tool_tells_a_table_that_is_not_true(tmp_path, monkeypatch, capsys) -> None:
    page = tmp_path / "SYNTAX.md"
    page.write_text(PAGE.read_text(encoding="utf-8").replace("guarded", "allowed"), encoding="utf-8")
    monkeypatch.setattr("tools.syntax.__main__.PAGE", page)
    assert (main([]), "--write" in capsys.readouterr().out) == (1, True)
    assert (main(["--write"]), main([])) == (0, 0)
