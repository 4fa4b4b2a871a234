"""Moving through a run's moments."""

from __future__ import annotations

import pytest

from tests.inspect.test_moment import Film, step
from vm.errors import BadInput
from vm.inspect.moment import Moment, look_through
from vm.inspect.probe import evaluate
from vm.inspect.travel import compare, is_about_step, places, stands_at, trace_variable

SOURCE = """
from vm import create_task

async def main(items):
    "use workflow"
    total = 0
    for item in items:
        total += await look_up(item)
    other = create_task(look_up("last"))
    return total + await other

async def look_up(item):
    "use step"
"""


@pytest.fixture
def film() -> Film:
    film = Film(SOURCE, ["tea", "pot"])
    film.feed(*step(1, 3), *step(2, 4), *step(3, 5))
    return film


@pytest.fixture
def moments(film: Film) -> list[Moment]:
    return list(look_through(film.program, "run", film.rows))


def test_looking_through_is_looking_at_each_event(film: Film, moments: list[Moment]) -> None:
    assert moments == [film.at(row.position) for row in film.rows]


def test_lines_at_which_a_task_waits_are_found(film: Film, moments: list[Moment]) -> None:
    (file,) = film.program.files
    assert places(moments) == [f"{file}:8", f"{file}:10"]
    assert [moment.position for moment in moments if stands_at(moment, file, 10)] == [8, 9, 10]
    assert not any(stands_at(moment, file, 9) or stands_at(moment, "x.py", 8) for moment in moments)


def test_moment_of_asking_for_a_step_is_found(moments: list[Moment]) -> None:
    assert [moment.position for moment in moments if is_about_step(moment, "look_up")] == [3, 6, 9]


@pytest.mark.parametrize("name", ["total", "main.total"])
def test_variable_is_followed_to_its_end(name: str, moments: list[Moment]) -> None:
    seen = [(one.position, one.variable and one.variable.value) for one in trace_variable(moments, name)]
    assert seen == [(2, 0), (5, 3), (8, 7), (11, None)]


def test_variable_of_another_function_is_not_meant(moments: list[Moment]) -> None:
    assert list(trace_variable(moments, "look_up.total")) == []


def test_two_moments_are_compared(moments: list[Moment]) -> None:
    found = compare(moments[2], moments[8])
    changes = [
        (change.name, change.before and change.before.value, change.after and change.after.value)
        for change in found.changes
    ]
    assert ("item", "tea", "pot") in changes
    assert ("total", 0, 7) in changes
    assert ("other", None, None) in changes
    assert (found.begun, found.ended) == ((), ())
    assert [move[0] for move in found.moved] == ["the body"]
    assert [text.split()[0] for text in found.opened] == ["step_3"]
    assert [text.split()[0] for text in found.closed] == ["step_1"]
    assert compare(moments[4], moments[4]).changes == ()


def test_end_of_a_run_ends_its_tasks(moments: list[Moment]) -> None:
    assert "the body" in compare(moments[8], moments[-1]).ended


@pytest.mark.parametrize(
    ("expression", "text"), [("total + 1", "8"), ("[item for item in items]", "['tea', 'pot']"), ("len(item)", "3")]
)
def test_expression_is_evaluated_in_the_sandbox(film: Film, expression: str, text: str) -> None:
    assert evaluate(film.program, "run", film.rows, 8, expression).text == text


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("open('x')", "open is not available"),
        ("().__class__.__mro__", "cannot be evaluated"),
        ("nothing", "NameError"),
        ("total +", "cannot be evaluated"),
        ("sum(1 for _ in iter(int, 1))", "FuelExhausted"),
    ],
)
def test_expression_that_the_sandbox_does_not_take_is_refused(film: Film, expression: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        evaluate(film.program, "run", film.rows, 8, expression)


def test_expression_has_no_effect(film: Film) -> None:
    evaluate(film.program, "run", film.rows, 8, "items.append('more') or items")
    assert evaluate(film.program, "run", film.rows, 8, "items").text == "['tea', 'pot']"
    with pytest.raises(BadInput, match="no frame is left"):
        evaluate(film.program, "run", film.rows, len(film.rows), "total")
