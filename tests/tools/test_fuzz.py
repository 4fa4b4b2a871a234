"""The fuzzer: its candidates are repeatable, and it sees a way out when there is one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.fuzz.__main__ import load_corpus
from tools.fuzz.mutate import Mutator
from tools.fuzz.watch import find_forbidden

ROOT = Path(__file__).resolve().parents[2]
BODY = 'async def main():\n    "use workflow"\n    '


def test_candidates_are_the_same_for_the_same_seed() -> None:
    bases, donors = load_corpus()
    first, again, other = (Mutator(bases, donors, seed) for seed in (1, 1, 2))
    made = [first.candidate() for _ in range(20)]
    assert made == [again.candidate() for _ in range(20)]
    assert made != [other.candidate() for _ in range(20)]


@pytest.mark.parametrize("held", [json, [json], {"a": ({"b": open},)}, type, sys._getframe()])
def test_holdings_that_lead_outside_are_found(held: object) -> None:
    assert find_forbidden({"held": held}) is not None


def test_holdings_that_are_a_body_s_own_are_not_reported() -> None:
    assert find_forbidden({"a": [1, {"b": (None, "c")}], "cls": int}) is None


def test_child_answers_for_each_candidate() -> None:
    nested = "return list(map(abs, filter(None, map(abs, [1]))))"  # a guard asks the collector how deep they lie
    bodies = ["return 1", "return 1 / 0", "return (1).__class__.__mro__", nested]
    sources = [*(f"{BODY}{body}\n" for body in bodies), "no python"]
    process = subprocess.run(
        [sys.executable, "-m", "tools.fuzz.child"],
        input="".join(f"{json.dumps(source)}\n" for source in sources),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    ends = [json.loads(line) for line in process.stdout.splitlines()]
    assert ends == ["completed", "failed", "refused", "completed", "refused"]
