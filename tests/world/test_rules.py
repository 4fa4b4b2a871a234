"""The rules that every world shares, and the checks that records make of themselves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vm.errors import InternalError
from world.contract.making import NOW, make_rows, wait
from world.records import Append, require_consecutive
from world.rules import settle_waits


@given(is_open=st.booleans(), closes_first=st.booleans(), rounds=st.integers(0, 3), is_cut=st.booleans())
@settings(max_examples=50, deadline=None)
def test_settle_waits_ends_where_the_story_ends(is_open: bool, closes_first: bool, rounds: int, is_cut: bool) -> None:
    """Play a story of openings and closings in turn, then ask for its end with the order forgotten."""
    opened, closed, now_open = [], [], is_open
    for number in range(rounds * 2 + is_cut):
        if now_open:
            closed.append("step_1")
        else:
            opened.append(wait("step_1", NOW + number))
        now_open = not now_open
    append = Append("r", 1, 0, (), NOW, NOW, opened=tuple(opened), closed=tuple(closed))
    to_close, to_open = settle_waits(append, lambda _: is_open)
    left = (is_open and not to_close) or bool(to_open)
    assert left == now_open
    if now_open and opened:
        assert list(to_open)[-1] is opened[-1]


@pytest.mark.parametrize("head", [0, 2, 9])
def test_require_consecutive_refuses_rows_that_do_not_follow(head: int) -> None:
    require_consecutive("r", head, ())
    require_consecutive("r", head, make_rows("r", 3, head=head))
    with pytest.raises(InternalError, match=f"do not follow event {head} of run r"):
        require_consecutive("r", head, make_rows("r", 3, head=head + 1))
