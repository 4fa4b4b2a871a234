"""Cycles are looked for rarely while runs are driven, and as before afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tests.host.hosts import host
from vm.host.collecting import YOUNG, collect_rarely


@pytest.fixture(autouse=True)
def threshold() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


async def test_engine_has_the_interpreter_collect_rarely_while_it_serves() -> None:
    async with host():
        assert gc.get_threshold() == (YOUNG, 10, 10)
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("young", [0, YOUNG, 2 * YOUNG])
def test_program_that_collects_less_or_not_at_all_is_left_alone(young: int) -> None:
    gc.set_threshold(young, 10, 10)
    with collect_rarely():
        assert gc.get_threshold()[0] == young
    assert gc.get_threshold()[0] == young


def test_what_was_set_meanwhile_stays() -> None:
    with collect_rarely():
        gc.set_threshold(123, 4, 5)
    assert gc.get_threshold() == (123, 4, 5)
