"""Dataclasses of ours, frozen and not, do what the standard library's do."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any, ClassVar

import pytest

from vm.core.frozen import frozen, maker_of, record


def standard(cls: Any = None, /, **options: bool) -> Any:
    return dataclass(frozen=True, slots=True, **options)(cls) if cls else dataclass(frozen=True, slots=True, **options)


def make_plain(mark: Callable[..., Any]) -> Any:
    class Plain:
        kind: ClassVar[str] = "plain"
        size: int
        name: str = "x"
        tags: list[str] = field(default_factory=list)
        seen: int = field(default=0, compare=False, repr=False)

        def twice(self) -> int:
            return self.size * 2

    return mark(Plain)


def make_child(mark: Callable[..., Any]) -> Any:
    @mark(kw_only=True)
    class Base:
        at: int

    @mark(kw_only=True)
    class Child(Base):
        to: str = "y"

        def __post_init__(self) -> None:
            if self.at < 0:
                raise ValueError("before the start")

    return Child


@pytest.fixture(params=[frozen, standard], ids=["ours", "the standard library's"])
def mark(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_fields_defaults_and_methods(mark: Any) -> None:
    plain = make_plain(mark)
    made = plain(3)
    assert (made.size, made.name, made.tags, made.seen, made.twice(), plain.kind) == (3, "x", [], 0, 6, "plain")
    assert made.tags is not plain(3).tags
    assert plain.__match_args__ == ("size", "name", "tags", "seen")
    assert [item.name for item in fields(plain)] == ["size", "name", "tags", "seen"]
    assert asdict(replace(made, name="z")) == {"size": 3, "name": "z", "tags": [], "seen": 0}
    assert not hasattr(made, "__dict__")
    assert repr(made) == "make_plain.<locals>.Plain(size=3, name='x', tags=[])"


def test_equality_and_hash_are_of_the_class_and_its_compared_fields(mark: Any) -> None:
    plain, other = make_plain(mark), make_plain(mark)
    assert plain(1, seen=1) == plain(1, seen=2)
    assert plain(1) != plain(2)
    assert plain(1) != other(1)
    child = make_child(mark)
    assert hash(child(at=1)) == hash(child(at=1))
    assert len({child(at=1), child(at=1), child(at=2)}) == 2


def test_nothing_can_be_set_or_deleted(mark: Any) -> None:
    made = make_plain(mark)(1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'size'"):
        made.size = 2
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'size'"):
        del made.size


def test_inheritance_keywords_and_post_init(mark: Any) -> None:
    child = make_child(mark)
    assert (child(at=1).at, child(at=1).to, child.__match_args__) == (1, "y", ())
    with pytest.raises(TypeError, match=r"Child.__init__\(\) missing 1 required keyword-only argument: 'at'"):
        child()
    with pytest.raises(TypeError):
        child(1)
    with pytest.raises(ValueError, match="before the start"):
        child(at=-1)


@frozen
class Pair:
    left: int
    right: int = 2

    def __repr__(self) -> str:
        return "a pair"


@frozen
class Nothing:
    pass


def test_copies_and_pickles_are_equal() -> None:
    pair = Pair(1)
    assert copy.copy(pair) == copy.deepcopy(pair) == pickle.loads(pickle.dumps(pair)) == pair
    assert (repr(pair), repr(Nothing()), Nothing() == Nothing()) == ("a pair", "Nothing()", True)


def standard_record(cls: Any = None, /, **options: bool) -> Any:
    return dataclass(slots=True, **options)(cls) if cls else dataclass(slots=True, **options)


@pytest.fixture(params=[record, standard_record], ids=["ours", "the standard library's"])
def mark_record(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_records_can_be_written_on_and_are_equal_by_their_fields(mark_record: Any) -> None:
    plain = make_plain(mark_record)
    made = plain(3)
    made.size, made.name = 4, "z"
    made.tags.append("t")
    assert made == plain(4, "z", ["t"], seen=9)
    assert repr(made) == "make_plain.<locals>.Plain(size=4, name='z', tags=['t'])"
    assert not hasattr(made, "__dict__")
    with pytest.raises(TypeError, match="unhashable"):
        hash(made)


def test_what_is_equal_by_identity_has_a_hash(mark_record: Any, mark: Any) -> None:
    for decorate in (mark_record, mark):

        @decorate(eq=False)
        class Place:
            at: int

        one, other = Place(1), Place(1)
        assert one != other
        assert len({one, other, one}) == 2


def test_fields_that_no_argument_fills_have_their_defaults_or_wait_for_post_init(mark_record: Any) -> None:
    @mark_record
    class Counted:
        size: int
        seen: int = field(default=7, init=False)
        tags: list[str] = field(default_factory=list, init=False)
        twice: int = field(init=False)

        def __post_init__(self) -> None:
            self.twice = self.size * 2

    made = Counted(2)
    assert (made.seen, made.tags, made.twice) == (7, [], 4)
    assert made.tags is not Counted(2).tags
    with pytest.raises(TypeError):
        Counted(2, seen=8)


@record
class Tally:
    count: int
    by_name: dict[str, int] = field(default_factory=dict)


def test_records_are_copied_and_pickled() -> None:
    tally = Tally(1, {"a": 1})
    assert copy.deepcopy(tally) == pickle.loads(pickle.dumps(tally)) == tally


def test_maker_makes_what_a_call_of_the_class_makes() -> None:
    assert maker_of(Pair)(1, 3) == Pair(1, 3)
    assert maker_of(Tally)(1, {"a": 1}) == Tally(1, {"a": 1})
    with pytest.raises(TypeError):
        maker_of(Pair)(1)
