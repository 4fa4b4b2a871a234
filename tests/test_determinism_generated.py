"""Generated workflows: two live runs leave the same journal, it replays, and so it does elsewhere."""

from __future__ import annotations

import json
import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.determinism.bodies import Body, generate_bodies, parses_here
from tools.determinism.child import Order
from tools.determinism.compare import ask, differences
from tools.determinism.grammar import Maker
from tools.determinism.places import MIXED
from tools.determinism.pythons import THIS, VERSIONS, find_python, how_to_get
from tools.determinism.record import record
from tools.determinism.recorded import replay

EXAMPLES = int(os.environ.get("DETERMINISM_EXAMPLES", "25"))
KINDS = {"step_completed", "step_failed", "step_retrying", "step_cancelled", "wait_completed", "wait_cancelled"}


@st.composite
def programs(draw):
    return Maker(lambda options: draw(st.sampled_from(options))).program()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES == 25)
@given(programs().filter(parses_here))
def test_generated_workflow_has_one_journal_and_replays(text: str) -> None:
    body = [Body("it", text=text)]
    first, second = record(body)["it"], record(body)["it"]
    assert first == second
    assert replay(first) == "identical"


@pytest.fixture(scope="module")
def first() -> Order:
    bodies = generate_bodies(EXAMPLES)
    return Order(record(bodies), bodies)


def test_generated_workflows_mostly_complete_and_wait_for_much(first: Order) -> None:
    journals = [[json.loads(body)["type"] for body in recorded.bodies] for recorded in first.recorded.values()]
    ends = Counter(journal[-1] for journal in journals)
    assert ends["run_completed"] > 0.8 * EXAMPLES
    assert {kind for journal in journals for kind in journal} >= KINDS


@pytest.mark.parametrize("version", VERSIONS)
def test_generated_workflows_have_the_same_journals_elsewhere(first: Order, version: str) -> None:
    python = find_python(version)
    if python is None:
        pytest.skip(how_to_get(version))
    place = MIXED[1] if python is THIS else MIXED[2]
    assert differences(first.recorded, ask(python, place, first), first.bodies if python.has_host else ()) == {}
