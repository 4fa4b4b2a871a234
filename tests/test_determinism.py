"""The same workflow has the same journal, byte for byte, in every process: hash seeds, zones, locales, Pythons.

Each place and Python is given a quarter of the bodies, one after the other another quarter; at night, all.
"""

from __future__ import annotations

import json

import pytest

from tests.nightly import sample
from tools.determinism.bodies import BODY, CORNERS, Body, load_bodies
from tools.determinism.child import Order
from tools.determinism.compare import ask, differences
from tools.determinism.places import MIXED, Place, make_locales
from tools.determinism.pythons import THIS, VERSIONS, find_python, how_to_get
from tools.determinism.record import record

AWAY = Place("seed 3 in Tokyo", {"PYTHONHASHSEED": "3", "TZ": "Asia/Tokyo"})
OTHERS = [version for version in VERSIONS if version != THIS.version]
QUARTER = 4  # there are four places: together they see every body also by day
FAILING = {"corner uncaught_error", *(f"corner {path.stem}" for path in CORNERS.glob("too_deep_*.py"))}
"""Bodies that are there for how they fail."""


@pytest.fixture(scope="module")
def first() -> Order:
    """All bodies, and the journals that they leave in this process."""
    bodies = load_bodies()
    return Order(record(bodies), bodies)


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return dict(make_locales(tmp_path_factory.mktemp("locales"), MIXED))


def test_every_body_completes(first: Order) -> None:
    ends = {name: json.loads(recorded.bodies[-1])["type"] for name, recorded in first.recorded.items()}
    assert len(ends) > 150
    assert {name for name, end in ends.items() if end not in ("run_completed", "run_continued")} == FAILING


def part(order: Order, number: int) -> Order:
    bodies = sample(order.bodies, QUARTER, number)
    return Order({body.name: order.recorded[body.name] for body in bodies}, bodies)


@pytest.mark.parametrize(("number", "place"), list(enumerate(MIXED)), ids=[place.name for place in MIXED])
def test_bodies_have_the_same_journals_in_another_place(
    first: Order, number: int, place: Place, locales: dict[str, str]
) -> None:
    some = part(first, number)
    assert differences(some.recorded, ask(THIS, place, some, locales), some.bodies) == {}


@pytest.mark.parametrize(("number", "version"), list(enumerate(OTHERS)), ids=OTHERS)
def test_bodies_have_the_same_journals_under_another_python(first: Order, number: int, version: str) -> None:
    python = find_python(version)
    if python is None:
        pytest.skip(how_to_get(version))
    some = part(first, number)
    answer = ask(python, AWAY, some)
    assert differences(some.recorded, answer, some.bodies if python.has_host else ()) == {}


def test_comparison_finds_a_journal_that_differs() -> None:
    planted = [Body("planted", text=BODY + '    import random\n    return {"a": random.random()}\n')]
    (recorded,) = record(planted).values()
    forged = {"planted": recorded._replace(bodies=[body.replace('"a":0.', '"a":1.') for body in recorded.bodies])}
    answer = ask(THIS, AWAY, Order(forged, planted))
    assert "do not hash" in answer.replayed["planted"]
    assert answer.again == {"planted": recorded}
    assert set(differences(forged, answer, planted)) == {"planted"}
