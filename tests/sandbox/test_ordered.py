"""The ordered sets are sets, in order."""

from __future__ import annotations

import copy
import operator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vm.sandbox.ordered import OrderedFrozenSet, OrderedSet
from vm.sandbox.ordered_views import OrderedItems, OrderedKeys

members = st.lists(st.integers(0, 9), max_size=8)
KINDS = {OrderedSet: set, OrderedFrozenSet: frozenset}
OPERATORS = [operator.or_, operator.and_, operator.sub, operator.xor]
METHODS = ["union", "intersection", "difference", "symmetric_difference"]


@settings(max_examples=60, deadline=None)
@given(left=members, right=members)
def test_operators_and_methods_agree_with_plain_sets(left: list[int], right: list[int]) -> None:
    for ordered, plain in KINDS.items():
        for act in OPERATORS:
            for other in (OrderedSet(right), OrderedFrozenSet(right), set(right), dict.fromkeys(right).keys()):
                assert act(ordered(left), other) == act(plain(left), other)
                assert act(other, ordered(left)) == act(set(right), plain(left))
        for name in METHODS:
            assert getattr(ordered(left), name)(right) == getattr(plain(left), name)(right)
        assert ordered(left).issubset(right) == plain(left).issubset(right)
        assert (ordered(left) <= ordered(right)) == (plain(left) <= plain(right))


@settings(max_examples=60, deadline=None)
@given(left=members, right=members)
def test_changes_in_place_agree_with_plain_sets(left: list[int], right: list[int]) -> None:
    names = ["update", "difference_update", "intersection_update", "symmetric_difference_update"]
    acts = [operator.ior, operator.isub, operator.iand, operator.ixor]
    for name, act in zip(names, acts, strict=True):
        ours, theirs = OrderedSet(left), set(left)
        getattr(ours, name)(right)
        getattr(theirs, name)(right)
        assert ours == theirs
        again = OrderedSet(left)
        assert act(again, OrderedSet(right)) is again
        assert again == theirs
        assert list(again) == list(ours)
        assert len(list(ours)) == len(ours)


steps = st.lists(
    st.tuples(
        st.sampled_from(["or", "and", "sub", "add", "discard", "pop", "update", "iterate"]), *[st.integers(0, 3)] * 3
    ),
    max_size=30,
)
values = st.lists(st.one_of(st.integers(0, 9), st.sampled_from(["a", "b", (), (1, 2)])), max_size=8)


@settings(max_examples=200, deadline=None)
@given(first=values, second=values, taken=steps)
def test_order_is_that_of_the_sources_whenever_it_is_asked_for(
    first: list[Any], second: list[Any], taken: list[tuple[str, int, int, int]]
) -> None:
    ours = [OrderedSet(first), OrderedSet(second), OrderedSet(first), OrderedSet()]
    models = [dict.fromkeys(each) for each in ours]
    for act, left, right, target in taken:
        mine, theirs = models[left], models[right]
        if act in ("or", "and", "sub"):
            ours[target] = getattr(ours[left], f"__{act}__")(ours[right])
            kept = [key for key in mine if (key in theirs) == (act == "and")]
            models[target] = dict.fromkeys([*mine, *theirs] if act == "or" else kept)
        elif act == "add":
            ours[left].add(right)
            mine[right] = None
        elif act == "discard":
            ours[left].discard(right)
            mine.pop(right, None)
        elif act == "pop":
            if mine:
                assert ours[left].pop() == next(iter(mine))
                del mine[next(iter(mine))]
        elif act == "update":
            ours[left] |= ours[right]
            mine.update(dict(theirs))
        else:
            assert list(ours[left]) == list(mine)
    for found, model in zip(ours, models, strict=True):
        assert (found, len(found), list(found)) == (set(model), len(model), list(model))


def test_members_are_compared_in_their_order_where_the_author_says_how() -> None:
    said: list[str] = []

    class Said:
        def __init__(self, name: str) -> None:
            self.name = name

        def __hash__(self) -> int:
            return hash(self.name)

        def __eq__(self, other: object) -> bool:
            said.append(self.name)
            return isinstance(other, Said) and self.name == other.name

    names = [f"{number}" for number in range(20)]
    left, right = OrderedSet(map(Said, names)), OrderedSet(map(Said, names))
    for act in (operator.and_, operator.sub):
        said.clear()
        act(left, right)
        assert said[: len(names)] == names


@pytest.mark.parametrize("change", ["add", "discard", "remove", "update"])
def test_what_a_member_makes_of_a_set_while_it_changes_stays_as_it_was(change: str) -> None:
    made: list[Any] = []

    class Meddling:
        def __hash__(self) -> int:
            made.append(mine | OrderedSet([8, 9]))
            return 7

        def __eq__(self, other: object) -> bool:
            made.append(mine | OrderedSet([8, 9]))
            return other == 7

    mine = OrderedSet([1, 7] if change in ("discard", "remove") else [1])
    getattr(mine, change)([Meddling(), 5] if change == "update" else Meddling())
    for found in (*made, mine):
        assert found == {*list(found)}
        assert len(list(found)) == len(found)
    assert len(mine & mine) == len(mine)


def test_members_come_in_the_order_in_which_they_were_added() -> None:
    words = OrderedSet(["tea", "for", "two"])
    words.add("and")
    words.discard("for")
    words.discard("never there")
    words.update(["two", "you"])
    assert list(words) == ["tea", "two", "and", "you"]
    assert [*(words | {"me"})] == ["tea", "two", "and", "you", "me"]
    assert [*({"me"} | words)] == ["me", "tea", "two", "and", "you"]
    assert words.pop() == "tea"
    words.remove("and")
    assert repr(words) == "{'two', 'you'}"


def test_representations_are_those_of_sets() -> None:
    assert (repr(OrderedSet()), repr(OrderedFrozenSet()), repr(OrderedFrozenSet("a"))) == (
        "set()",
        "frozenset()",
        "frozenset({'a'})",
    )
    assert (repr(OrderedSet), repr(OrderedFrozenSet)) == ("<class 'set'>", "<class 'frozenset'>")


def test_ordered_sets_are_sets_for_whoever_asks() -> None:
    assert isinstance(OrderedSet(), set)
    assert isinstance(OrderedFrozenSet(), frozenset)
    assert hash(OrderedFrozenSet("ab")) == hash(frozenset("ab"))
    with pytest.raises(TypeError):
        hash(OrderedSet())


@pytest.mark.parametrize("kind", [OrderedSet, OrderedFrozenSet])
def test_copies_keep_order_and_are_apart(kind: Any) -> None:
    first = kind([(3,), (1,), (2,)])
    for second in (first.copy(), copy.copy(first), copy.deepcopy(first)):
        assert list(second) == [(3,), (1,), (2,)]
        assert type(second) is kind
    made, (arguments,) = first.__reduce__()
    assert (made, arguments) == (kind, [(3,), (1,), (2,)])


def test_copy_of_a_set_does_not_change_with_it() -> None:
    first = OrderedSet([1])
    second = first.copy()
    second.add(2)
    second.clear()
    assert (list(first), list(second)) == ([1], [])


def test_operators_refuse_what_is_no_set() -> None:
    for act in (*OPERATORS, operator.ior, operator.iand, operator.isub, operator.ixor):
        with pytest.raises(TypeError):
            act(OrderedSet([1]), [1])
    with pytest.raises(TypeError):
        [1] | OrderedSet([1])
    with pytest.raises(KeyError):
        OrderedSet().pop()
    with pytest.raises(KeyError):
        OrderedSet().remove(1)


def test_subclass_keeps_order_and_its_own_name() -> None:
    class Mine(OrderedSet):
        def __init__(self, *members: Any) -> None:
            super().__init__(members)

    mine = Mine(2, 1)
    assert (list(mine), repr(mine), type(mine | {3})) == ([2, 1], "Mine({2, 1})", OrderedSet)


def test_views_keep_order_through_operators() -> None:
    source = {"b": 1, "a": 2}
    assert list(OrderedKeys(source) | ["z"]) == ["b", "a", "z"]
    assert list(OrderedItems(source) & [("a", 2)]) == [("a", 2)]
    assert list(reversed(OrderedKeys(source))) == ["a", "b"]
    assert list(reversed(OrderedItems(source))) == [("a", 2), ("b", 1)]
