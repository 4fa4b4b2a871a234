from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vm.core.ids import check_run_id, new_run_id, short_name, split_id, step_id, workflow_id
from vm.errors import BadInput


def test_ids_name_kind_file_and_function() -> None:
    assert workflow_id("shop/order.py", "process") == "workflow//shop/order.py//process"
    assert step_id("shop.orders", "Cart.pay") == "step//shop.orders//Cart.pay"


def test_split_gives_back_what_an_id_was_made_of() -> None:
    assert split_id(workflow_id("a.py", "f")) == ("workflow", "a.py", "f")
    assert split_id(step_id("a//b.py", "f")) == ("step", "a//b.py", "f")


@pytest.mark.parametrize("text", ["", "f", "step//f", "step////f", "step//a.py//", "hook//a.py//f"])
def test_split_refuses_what_is_no_id(text: str) -> None:
    with pytest.raises(BadInput):
        split_id(text)


def test_short_name_is_the_function() -> None:
    assert short_name("step//a.py//charge") == "charge"
    assert short_name("charge") == "charge"


def test_new_run_id_is_a_function_of_time_and_entropy() -> None:
    assert new_run_id(b"\0" * 10, 0) == "wrun_00000000000000000000000000"
    assert new_run_id(b"\xff" * 16, 2**48 - 1) == "wrun_7ZZZZZZZZZZZZZZZZZZZZZZZZZ"
    assert new_run_id(bytes(range(10)), 1_700_000_000_000) == "wrun_01HF7YAT00000G40R40M30E209"


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=10, max_size=10), st.integers(0, 2**47 - 1), st.integers(1, 2**47))
def test_run_ids_sort_by_time_and_are_run_ids(entropy: bytes, now_ms: int, later_ms: int) -> None:
    assert new_run_id(entropy, now_ms) < new_run_id(b"\0" * 10, now_ms + later_ms)
    assert check_run_id(new_run_id(entropy, now_ms)).startswith("wrun_")


@pytest.mark.parametrize("text", ["a", "order-42", "A.b_c:d-9", "nightly@2026-11-25T20:00:00Z", "x" * 128])
def test_run_id_of_letters_digits_and_a_few_signs_is_taken(text: str) -> None:
    assert check_run_id(text) == text


@pytest.mark.parametrize("text", ["", "x" * 129, "a b", "a/b", "ä", "a\n", "a\x00"])
def test_run_id_of_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        check_run_id(text)
