"""The frames in which a body failed, with their variables."""

from __future__ import annotations

import pytest

from tests.inspect.test_moment import Film, step
from vm.inspect.last_frames import find_last_frames

SOURCE = """
async def main(order, api_token):
    "use workflow"
    total = await price(order)
    return await pay(order, total)

async def pay(order, amount):
    fee = amount // 10
    return {}[fee]

async def price(order):
    "use step"
"""


@pytest.fixture
def film() -> Film:
    film = Film(SOURCE, "A-7", "s3cret")
    film.feed(*step(1, 120))
    return film


def test_failed_body_has_its_frames_with_variables_as_of_then(film: Film) -> None:
    frames = find_last_frames(film.program, "run", film.rows, secrets=("token",))
    assert [(frame.function, frame.line) for frame in frames] == [("main", 5), ("pay", 9)]
    assert [(one.name, one.text) for one in frames[0].variables] == [
        ("api_token", "(redacted)"),
        ("order", "'A-7'"),
        ("total", "120"),
    ]
    assert [(one.name, one.value) for one in frames[1].variables] == [("amount", 120), ("fee", 12), ("order", "A-7")]


def test_frames_of_sandbox_and_core_are_there_when_asked_for(film: Film) -> None:
    frames = find_last_frames(film.program, "run", film.rows, has_all=True)
    assert len(frames) > 2
    assert [frame.function for frame in frames if frame.variables] == ["main", "pay"]


def test_body_that_has_not_failed_has_none(film: Film) -> None:
    assert find_last_frames(film.program, "run", film.rows[:3]) == ()
