"""Where findings point: lines as Python counts them, columns in characters."""

from __future__ import annotations

import linecache

import pytest

from tests.sandbox.running import body_source
from vm.errors import Finding
from vm.sandbox.bundle import Bundle, register_source
from vm.sandbox.check import check_bundle
from vm.sandbox.loader import load_source
from vm.sandbox.source import lines_of, parse


def only(source: str) -> Finding:
    (finding,) = check_bundle(load_source(source, is_checked=False))
    return finding


def spot(finding: Finding, source: str) -> str:
    """Return the text that a finding of one line covers."""
    assert finding.line == finding.end_line
    return source.split("\n")[finding.line - 1][finding.column - 1 : finding.end_column - 1]


@pytest.mark.parametrize("before", ["", "a = 'é'; ", "a = '😀'; ", "é = 'e\u0301'; "])
def test_refusal_points_at_its_characters(before: str) -> None:
    source = body_source(f"{before}open('x')")
    assert spot(only(source), source) == "open"


def test_warning_points_at_its_characters() -> None:
    source = body_source("a = 'é'; np.zeros(a)", "import numpy as np")
    assert spot(only(source), source) == "np"


def test_directive_finding_points_at_its_characters() -> None:
    source = body_source("pass; 'é'; 'use step'; 1")
    assert spot(only(source), source) == "'use step'"


def test_finding_about_what_has_a_body_reaches_no_farther_than_its_first_line() -> None:
    finding = only(body_source("return 1") + "def flow():\n    'use workflow'\n    return 1\n")
    assert (finding.code, finding.line, finding.end_line, finding.end_column) == ("workflow-not-async", 5, 0, 0)


def test_null_byte_is_found_at_its_place() -> None:
    finding = parse("w.py", "a = 1\nb = '\0'\n")
    assert isinstance(finding, Finding)
    assert (finding.code, finding.line, finding.column) == ("null-byte", 2, 6)


@pytest.mark.parametrize("break_", ["\f", "\v", "\x1c", "\x85", "\u2028"])
def test_lines_end_where_python_ends_them(break_: str) -> None:
    text = f"a = '{break_}'\n{break_ if break_ == chr(12) else ''}b = 1\nc"
    assert lines_of(text) == [f"a = '{break_}'\n", text.split("\n")[1] + "\n", "c\n"]
    register_source(Bundle("odd.py", {"odd.py": text}))
    assert linecache.getline("odd.py", 3) == "c\n"
