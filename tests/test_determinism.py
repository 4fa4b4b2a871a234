"""The same workflow has the same journal, byte for byte, in every process: hash seeds, zones, locales, Pythons."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.determinism import pack, run_live, unpack
from tests.examples.test_anywhere import find_python
from tests.sandbox.running import parses_here
from vm.core.events import decode_event

ROOT = Path(__file__).resolve().parents[1]
BODY = 'async def main():\n    "use workflow"\n'
SHOWING = 'async def idiom():\n{body}\n\n\nasync def main():\n    "use workflow"\n    return repr(await idiom())\n'

PLACES = {
    "seed 0 in Kolkata": {"PYTHONHASHSEED": "0", "TZ": "Asia/Kolkata", "LC_ALL": "C"},
    "seed 1 in Newfoundland": {"PYTHONHASHSEED": "1", "TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8"},
    "seed 2 in Samoa": {"PYTHONHASHSEED": "2", "TZ": "Pacific/Apia", "LC_ALL": "C.UTF-8", "PYTHONOPTIMIZE": "2"},
    "any seed": {"PYTHONHASHSEED": "random", "TZ": "UTC"},
}
OTHER_PYTHONS = ["3.12", "3.13", "3.14"]

WORDED_BY_PYTHON: Mapping[str, str] = {}
"""Idioms whose journal differs by Python version, and why. Each must differ, or the entry is out of date."""


def show(source: str) -> str:
    """Return an idiom whose result is its own text: any value can then stand in the journal."""
    before, found, body = source.partition(BODY)
    assert found, "an idiom is a workflow called main"
    return before + SHOWING.format(body=body.rstrip("\n"))


def load_sources() -> dict[str, str]:
    paths = sorted((ROOT / "tests" / "idioms").glob("*.py"))
    sources = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    return {name: show(source) for name, source in sources.items() if parses_here(source)}


@pytest.fixture(scope="module")
def first() -> dict[str, Any]:
    """The idioms' sources, and the journals that they leave in this process."""
    sources = load_sources()
    return {"sources": sources, "journals": run_live(sources)}


def run_elsewhere(first: Mapping[str, Any], python: str, **environment: str) -> dict[str, Any]:
    """Run and replay everything in a process of its own."""
    path = os.pathsep.join([str(ROOT), sysconfig.get_path("purelib")])
    process = subprocess.run(
        [python, "-m", "tests.determinism"],
        input=json.dumps({"sources": first["sources"], "journals": pack(first["journals"])}),
        env={**os.environ, "PYTHONPATH": path, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert process.returncode == 0, process.stderr[-4000:]
    answer: dict[str, Any] = json.loads(process.stdout)
    return {"live": unpack(answer["live"]), "replayed": answer["replayed"]}


def differing(first: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, str]:
    """Return where another process left other journals, or could not replay these."""
    found = {name: text for name, text in other["replayed"].items() if text != "identical"}
    for name, rows in first["journals"].items():
        if other["live"][name] != rows:
            found.setdefault(name, f"{rows[-1][1]!r} here, {other['live'][name][-1][1]!r} there")
    return found


def test_every_idiom_completes_in_a_run(first: dict[str, Any]) -> None:
    ends = {name: decode_event(rows[-1][1]) for name, rows in first["journals"].items()}
    assert {name: end for name, end in ends.items() if end.type != "run_completed"} == {}


@pytest.mark.parametrize("place", PLACES)
def test_idioms_have_the_same_journals_in_another_place(first: dict[str, Any], place: str) -> None:
    assert differing(first, run_elsewhere(first, sys.executable, **PLACES[place])) == {}


@pytest.mark.parametrize("version", OTHER_PYTHONS)
def test_idioms_have_the_same_journals_under_another_python(first: dict[str, Any], version: str) -> None:
    python = find_python(version)
    if python is None:
        pytest.skip(f"no Python {version} with the dependencies is here")
    found = differing(first, run_elsewhere(first, python, PYTHONHASHSEED="3", TZ="Asia/Tokyo"))
    assert {name: text for name, text in found.items() if name not in WORDED_BY_PYTHON} == {}
    assert set(found) == set(WORDED_BY_PYTHON)


def test_comparison_finds_a_journal_that_differs(first: dict[str, Any]) -> None:
    planted = {"planted": BODY + '    import random\n    return {"a": random.random()}\n'}
    journals = run_live(planted)
    position, body, link = journals["planted"][-1]
    journals["planted"][-1] = (position, body.replace(b"0.", b"1."), link)
    other = run_elsewhere({"sources": planted, "journals": journals}, sys.executable)
    assert set(differing({"journals": journals}, other)) == {"planted"}
