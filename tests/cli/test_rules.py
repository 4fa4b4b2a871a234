"""Every rule of `check` has its page, and the page is true: its example has the finding, the mended one has none."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import CommandLine
from vm.face.cli.commands.explain import PAGES, RULE_PAGES, find_pages
from vm.face.cli.main import main
from vm.sandbox.check import check_bundle
from vm.sandbox.loader import load_source
from vm.sandbox.rules import DIFFERENCES, RULES

NO_EXAMPLE = {"null-byte", "source-too-deep", "refused-syntax"}  # the pages say why; tests/sandbox has them


def page_of(rule: str) -> str:
    return find_pages()[rule].read_text(encoding="utf-8")


def section(text: str, head: str) -> str:
    return text.split(f"\n## {head}\n")[1].split("\n## ")[0]


def code_in(text: str) -> str:
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    return code


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {path.stem for path in RULE_PAGES.glob("*.md")} == set(RULES) - DIFFERENCES
    assert {path.stem for path in PAGES.glob("*.md")} & set(RULES) == DIFFERENCES


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_page_has_its_rules_title_and_all_its_parts(rule) -> None:
    text = page_of(rule.id)
    assert text.startswith(f"# {rule.title}\n")
    heads = [row for row in text.split("\n") if row.startswith("## ")]
    assert heads == ["## What happened", "## Why", "## Before", "## After", "## The way out"]


@pytest.mark.parametrize("rule", sorted(set(RULES) - DIFFERENCES - NO_EXAMPLE))
def test_example_of_a_page_has_the_finding(rule: str, cli: CommandLine) -> None:
    cli.write("before.py", code_in(section(page_of(rule), "Before")))
    findings = cli("check", "before.py", "--json").document["findings"]
    assert {(finding["code"], finding["severity"]) for finding in findings} == {(rule, RULES[rule].severity)}


@pytest.mark.parametrize("rule", sorted(set(RULES) - DIFFERENCES))
def test_mended_example_of_a_page_has_no_finding(rule: str) -> None:
    source = code_in(section(page_of(rule), "After"))
    assert check_bundle(load_source(source, is_checked=False)) == []


def test_explain_prints_the_page_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "refused-builtin"]) == 0
    assert capsys.readouterr().out == page_of("refused-builtin")
