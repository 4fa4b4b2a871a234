"""CPython's own tests of some modules, run against their faces: the rates may not fall."""

from __future__ import annotations

import pytest

from tools.shim_conformance import MODULES, SLOW, Score, has_tests, measure, show

FLOORS = {
    "base64": 1.0,
    "bisect": 1.0,
    "cmath": 0.98,  # the last digits are the C library's
    "collections": 0.91,  # `_replace` raises what it does from 3.13 on
    "fractions": 0.96,
    "graphlib": 1.0,
    "heapq": 0.97,
    "ipaddress": 0.99,
    "json": 0.81,
    "operator": 0.84,
    "random": 0.8,
    "re": 0.74,
    "secrets": 0.9,
    "string": 1.0,
    "textwrap": 1.0,
    "urllib.parse": 0.94,
}


@pytest.mark.skipif(not has_tests(), reason="this Python comes without its own tests")
@pytest.mark.parametrize("module", sorted(FLOORS))
def test_face_passes_as_many_of_cpythons_tests_as_before(module):
    score = measure(module)
    assert score.rate >= FLOORS[module], score


def test_floors_are_of_fast_modules_that_the_tool_knows():
    assert set(FLOORS) <= set(MODULES) - SLOW


def test_table_shows_rates_and_what_went_wrong():
    table = show([Score("bisect", 3, 4), Score("uuid", 0, 0, "no output")])
    assert "bisect                 3      4   75.0%" in table
    assert table.splitlines()[2].endswith("no output")
    assert table.splitlines()[-1].split() == ["all", "3", "4", "75.0%"]
