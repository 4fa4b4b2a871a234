# ruff: noqa: E501 - a row that is a piece of source stays a row
"""How deep calls stand in one another: plain calls count one, what the interpreter's own code calls counts four."""

from __future__ import annotations

import sys

import pytest

from tests.sandbox.replays import failure_of
from tests.sandbox.running import body_source, run_sandboxed
from vm.core.fuel import MAX_DEPTH
from vm.sandbox.depth import HEAVY, Depth

LINK = "class Link:\n    def __init__(self, below): self.below = below\n"

HEAVY_CALLS = {
    "representation": ("repr(chain)", "    def __repr__(self): return MEASURE if self.below is None else repr(self.below)\n"),
    "operator": ("chain + 1", "    def __add__(self, other): return MEASURE if self.below is None else self.below + 1\n"),
    "instance": ("chain()", "    def __call__(self): return MEASURE if self.below is None else self.below()\n"),
    "property": ("chain.end", "    @property\n    def end(self): return MEASURE if self.below is None else self.below.end\n"),
    "generator": (
        "[*chain][0]",
        "    def __iter__(self):\n        if self.below is None: yield MEASURE\n        else:\n"
        "            for x in self.below: yield x\n",
    ),
}  # fmt: skip


def measured(call: str, method: str, length: int) -> int:
    """Return what a chain of calls weighs at its end."""
    found = []

    def measure() -> str:
        found.append(Depth({"calls.py"}).weigh(sys._getframe(1)))
        return ""

    source = f"{LINK}{method.replace('MEASURE', 'measure()')}chain = None\nfor _ in range({length}): chain = Link(chain)\n{call}\n"
    exec(compile(source, "calls.py", "exec"), {"measure": measure})
    return found[0]


@pytest.mark.parametrize("name", HEAVY_CALLS)
def test_call_from_the_interpreters_own_code_counts_four(name: str) -> None:
    call, method = HEAVY_CALLS[name]
    assert measured(call, method, 30) - measured(call, method, 20) == 10 * HEAVY


def test_plain_call_counts_one() -> None:
    method = "    def end(self): return measure() if self.below is None else self.below.end()\n"
    assert measured("chain.end()", method, 30) - measured("chain.end()", method, 20) == 10


@pytest.mark.parametrize("name", HEAVY_CALLS)
def test_calls_from_the_interpreters_own_code_end_the_run_at_a_quarter_of_the_depth(name: str) -> None:
    call, method = HEAVY_CALLS[name]
    prelude = LINK + method.replace("MEASURE", "'end'")
    body = "chain = None\nfor _ in range({}): chain = Link(chain)\nreturn " + call
    assert run_sandboxed(body_source(body.format(150), prelude)) == "end"
    kind, text, *_ = failure_of(body_source(body.format(400), prelude))
    assert kind == "vm//LimitExceeded", text
    assert f"at most {MAX_DEPTH:,} calls in one another" in text


def test_plain_calls_may_stand_as_deep_as_the_limit_says() -> None:
    prelude = "def down(n): return n if n == 0 else 1 + down(n - 1)\n"
    assert run_sandboxed(body_source("return down(900)", prelude)) == 900
