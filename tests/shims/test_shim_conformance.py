"""CPython's own tests of some modules, run against their faces: the rates may not fall."""

from __future__ import annotations

import pytest

from tests.nightly import IS_NIGHT
from tools.shim_conformance import LOOPED, MODULES, SLOW, Score, draw, has_tests, measure, show
from vm.testing.pythons import VERSIONS, find_interpreter

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

PASSED = {
    "asyncio": {"3.11": 255, "3.12": 263, "3.13": 293},
    "logging": {"3.11": 11, "3.12": 11, "3.13": 11},
    "trio": {"3.11": 127, "3.12": 127, "3.13": 127},
    "warnings": {"3.11": 16, "3.12": 16, "3.13": 17},
}
"""Of the tests that `tools/conformance` runs: how many pass by the Python they come with. All others are left out."""
PYTHONS = [version for version in VERSIONS if version in PASSED["asyncio"]]


@pytest.mark.parametrize("version", PYTHONS if IS_NIGHT else PYTHONS[:1])
@pytest.mark.parametrize("module", LOOPED)
def test_face_of_a_loop_passes_all_tests_that_are_about_it(module, version):
    python = find_interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} is here")
    score = measure(module, python)
    assert (score.error, score.passed, score.ran) == ("", PASSED[module][version], PASSED[module][version])
    assert score.left_out


def test_page_says_what_is_left_out_and_why():
    page = draw([Score("asyncio", 3, 4, left_out={"it has no place": 2})])
    assert "| `asyncio` | 3 | 4 | 75.0% | 2 left out |" in page
    assert "| `asyncio` | 2 | it has no place |" in page


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
