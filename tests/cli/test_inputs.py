"""What a caller typed, read into values."""

from __future__ import annotations

import argparse
from typing import Any

import pytest

from vm.errors import BadInput
from vm.face.cli.inputs import read_arguments, read_json, read_limit, read_run_id, require_operand, settle_virtual_time
from vm.face.times import DEFAULT_START, read_since_ms, read_start_ms


def options(**given: Any) -> argparse.Namespace:
    return argparse.Namespace(**{"args": None, "kwargs": None, "arg": [], **given})


def test_arguments_come_from_all_three_options() -> None:
    given = options(args='[1, "two"]', kwargs='{"a": null}', arg=["b=[3]", 'c="x=y"'])
    assert read_arguments(given) == ([1, "two"], {"a": None, "b": [3], "c": "x=y"})


def test_arguments_left_out_are_none() -> None:
    assert read_arguments(options()) == ([], {})


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"args": "{}"}, "--args is an object, not an array"),
        ({"args": "5"}, "--args is a number, not an array"),
        ({"args": "[1,"}, "--args is not JSON"),
        ({"kwargs": "[]"}, "--kwargs is an array, not an object"),
        ({"kwargs": "null"}, "--kwargs is null, not an object"),
        ({"kwargs": "true"}, "--kwargs is a boolean, not an object"),
        ({"arg": ["amount"]}, "'amount' has no name"),
        ({"arg": ["=5"]}, "'=5' has no name"),
        ({"arg": ["name=Ada"]}, "--arg name is not JSON"),
        ({"arg": ["a=1", "a=2"]}, "'a' is given twice"),
        ({"args": "[" * 100_000}, "--args is too much to read"),
        ({"args": f"[{'9' * 5_000}]"}, "--args is too much to read"),
    ],
)
def test_arguments_that_cannot_be_read_are_refused(given: dict[str, Any], text: str) -> None:
    with pytest.raises(BadInput, match=r"(?s).*") as caught:
        read_arguments(options(**given))
    assert text in caught.value.what
    assert caught.value.fix


def test_json_that_looks_like_a_word_is_shown_with_its_quotes() -> None:
    with pytest.raises(BadInput) as caught:
        read_json("Ada", "--arg name")
    assert '"Ada"' in str(caught.value.fix)


@pytest.mark.parametrize(
    ("text", "at_ms"),
    [
        (DEFAULT_START, 946_684_800_000),
        ("2000-01-01", 946_684_800_000),
        ("2000-01-01T01:00:00.5+01:00", 946_684_800_500),
    ],
)
def test_start_of_virtual_time_is_read_as_utc_unless_it_says_otherwise(text: str, at_ms: int) -> None:
    assert read_start_ms(text) == at_ms


def test_start_of_virtual_time_that_is_no_time_is_refused() -> None:
    with pytest.raises(BadInput, match="--virtual-time 'noon' is not a time"):
        read_start_ms("noon")


@pytest.mark.parametrize(("text", "at_ms"), [("2h", 2_800_000), ("1970-01-01T00:00:01Z", 1_000)])
def test_since_is_a_time_or_how_long_ago(text: str, at_ms: int) -> None:
    assert read_since_ms(text, now_ms=10_000_000) == at_ms


def test_since_that_is_neither_is_refused() -> None:
    with pytest.raises(BadInput, match="neither a time nor a duration"):
        read_since_ms("yesterday", now_ms=0)


def test_virtual_time_gives_back_the_file_that_stood_behind_it() -> None:
    given = argparse.Namespace(virtual_time="order.py", file=None)
    settle_virtual_time(given, "file")
    assert (given.file, given.virtual_time) == ("order.py", DEFAULT_START)


@pytest.mark.parametrize("taken", [None, DEFAULT_START, "2001-01-01"])
def test_virtual_time_keeps_what_is_a_time(taken: str | None) -> None:
    given = argparse.Namespace(virtual_time=taken, file=None)
    settle_virtual_time(given, "file")
    assert (given.file, given.virtual_time) == (None, taken)


def test_operand_left_out_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="FILE is missing"):
        require_operand(argparse.Namespace(file=None), "file", "give one")


def test_limit_below_one_is_refused() -> None:
    assert [read_limit(None), read_limit(1)] == [None, 1]
    with pytest.raises(BadInput, match="shows nothing"):
        read_limit(0)


def test_run_id_is_checked_when_it_is_chosen() -> None:
    assert [read_run_id(None), read_run_id("a:b.c-1")] == [None, "a:b.c-1"]
    with pytest.raises(BadInput, match="cannot be a run id"):
        read_run_id("a/b")
