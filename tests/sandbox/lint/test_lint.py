"""Each rule over a file of its own: `#! RULE` behind a line says what is found there, and nothing else is."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import vm
from tests.sandbox.running import parses_here
from vm.sandbox.bundle import Bundle
from vm.sandbox.check import check_bundle
from vm.sandbox.lint import find_all
from vm.sandbox.lint.calls import _INSIDE_ONLY
from vm.sandbox.loader import load_source
from vm.sandbox.rules import RULES

CASES = sorted((Path(__file__).parent / "cases").glob("*.py"))


def files_in(case: Path) -> dict[str, str]:
    """Return the files of a case: itself, and what stands below `# file: NAME`."""
    text = case.read_text(encoding="utf-8")
    first, *others = re.split(r"^# file: (.*)\n", text, flags=re.MULTILINE)
    return {case.name: first, **dict(zip(others[::2], others[1::2], strict=True))}


def marks_in(files: dict[str, str]) -> Counter[tuple[str, int, str]]:
    found: Counter[tuple[str, int, str]] = Counter()
    for file, text in files.items():
        for number, row in enumerate(text.split("\n"), 1):
            for mark in re.findall(r"#! (.*)$", row):
                found.update((file, number, rule) for rule in mark.split())
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_rules_find_what_is_marked_and_nothing_else(case: Path) -> None:
    files = files_in(case)
    found = Counter((one.file, one.line, one.code) for one in find_all(Bundle(case.name, files)))
    assert found == marks_in(files)


def test_every_rule_of_the_linter_has_a_case() -> None:
    marked = {rule for case in CASES for _, _, rule in marks_in(files_in(case))}
    assert marked == {rule.id for rule in RULES.values() if rule.severity != "refusal"}


def test_what_works_in_a_body_only_is_what_the_package_says_so_of() -> None:
    names = {name for name in vm.__all__ if getattr(vm, name).__doc__ == f"`{name}` works inside a workflow body."}
    assert set(_INSIDE_ONLY) == names


def test_deeply_nested_source_is_read() -> None:
    source = "async def main():\n    'use workflow'\n    return " + "[" * 300 + "sleep(1)" + "]" * 300 + "\n"
    assert list(find_all(Bundle("main.py", {"main.py": source}))) == []


EXPECTED = {
    "async_context_manager_decorator": (
        {"module-state"},
        "logs into a module-level list, to compare with plain Python",
    ),
    "asyncio_task_group_of_failures": ({"module-state"}, "notes in a module-level list who was cancelled"),
    "asyncio_time_limit_around_work": ({"module-state"}, "notes in a module-level list what was closed"),
    "broad_handlers": ({"swallowed-failure"}, "shows that bare handlers work"),
    "functional_tools": ({"module-state"}, "counts calls in a module-level list"),
    "fulfilment": ({"not-available"}, "imports a file beside it, which its text alone does not have"),
    "memo_dict": ({"module-state"}, "a memo at module level: right, and worth a note"),
    "nonlocal_and_global": ({"module-state"}, "shows the global statement"),
    "short_circuit": ({"module-state"}, "counts calls in a module-level list"),
    "with_suppress_and_stack": ({"module-state"}, "logs into a module-level list"),
}
"""The idioms in which something is found, and why they are as they are."""

ROOT = Path(__file__).resolve().parents[3]
GOOD = [path for folder in ("tests/idioms", "vm/examples") for path in sorted((ROOT / folder).glob("*.py"))]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_nothing_is_found_in_good_source(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if parses_here(source):
        codes = {finding.code for finding in check_bundle(load_source(source, path.name, is_checked=False))}
        assert codes == EXPECTED.get(path.stem, (set(), ""))[0]
