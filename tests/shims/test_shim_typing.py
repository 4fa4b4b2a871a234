from __future__ import annotations

import sys

import pytest

from stdlib_shims.refusals import Refused

TYPING = """
import typing
from typing import *

T = TypeVar("T", bound=int)
UserId = NewType("UserId", int)

class Point(NamedTuple):
    x: int
    y: int = 0
    def sum(self) -> int:
        return self.x + self.y

Pair = NamedTuple("Pair", [("left", int), ("right", str)])

class Movie(TypedDict, total=False):
    title: str

class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

class IntBox(Generic[T], Box[T]):
    pass

@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...

class Reads(Closes, Protocol[T]):
    def read(self) -> T: ...

class Stack(List[int]):
    pass

class Both(Protocol[T], Generic[T]):
    pass

@overload
def twice(x: int) -> int: ...
@overload
def twice(x: str) -> str: ...
@final
@override
@deprecated("old")
@dataclass_transform()
def twice(x):
    return x * 2

class File:
    def close(self): ...
"""


@pytest.fixture
def typing_source():
    return TYPING.replace(
        "from typing import *",
        "from typing import (NamedTuple, TypedDict, TypeVar, NewType, Generic, Protocol, List, overload, final,"
        " override, deprecated, dataclass_transform, runtime_checkable)",
    )


def test_typing_classes_behave_as_the_real_ones(execute, typing_source):
    made = execute(
        typing_source
        + """
seen = [Point(1, 2).sum(), Point(1), Pair(1, "a"), Movie(title="M"), Box[int](3).value, IntBox(4).value, UserId(5),
        isinstance(File(), Closes), isinstance(3, Closes), Stack([1]), twice("ab"), typing.cast(int, "x"),
        typing.assert_type(6, int), typing.TYPE_CHECKING, Point.__module__, Pair.__module__]
"""
    )
    assert made["seen"][:9] == [3, (1, 0), (1, "a"), {"title": "M"}, 3, 4, 5, True, False]
    assert made["seen"][9:] == [[1], "abab", "x", 6, False, "order", "order"]


PROTOCOLS = """
from typing import Protocol, runtime_checkable

@runtime_checkable
class Named(Protocol):
    name: str
    def greet(self): ...

@runtime_checkable
class Loud(Named, Protocol):
    def shout(self): ...

class Quiet(Protocol):
    def hush(self): ...

class Person:
    name = "Ada"
    def greet(self): return "hi"

class Late:
    def __init__(self): self.name = "Bob"
    def greet(self): return "hi"

class Dog(Loud):
    name = "Rex"

class Mute(Person):
    greet = None

@runtime_checkable
class Sized(Protocol):
    def __len__(self): ...
"""


def test_protocols_check_structure_when_they_are_checkable(execute):
    made = execute(
        PROTOCOLS
        + """
seen = [isinstance(Person(), Named), isinstance(Late(), Named), isinstance(3, Named), isinstance(Person(), Loud),
        isinstance(Dog(), Loud), issubclass(Person, Named), issubclass(Mute, Named), isinstance([], Sized),
        isinstance(Dog(), Dog), issubclass(Person, (int, Dog)), Dog().greet()]
"""
    )
    assert made["seen"] == [True, True, False, False, True, True, False, True, True, False, None]


def test_protocols_refuse_instances_and_checks_they_were_not_made_for(execute):
    made = execute(PROTOCOLS)
    for call in (made["Named"], lambda: isinstance(3, made["Quiet"])):
        with pytest.raises(Refused):
            call()
    for cls in ("Dog", "Person"):
        with pytest.raises(Refused, match="Protocol among its bases"):
            execute(f"{PROTOCOLS}\nruntime_checkable({cls})")


def test_typing_names_are_inert_and_spelled_alike_on_every_python(face):
    typing = face("typing")
    alias = typing.Optional[dict[str, int]] | None
    assert repr(alias) == "typing.Optional[dict[str, int]] | None"
    assert repr(int | typing.Union[str, "os.system"]) == "int | typing.Union[str, 'os.system']"
    assert repr(typing.Callable[[int, typing.TypeVar("T")], ...]) == "typing.Callable[[int, ~T], ...]"
    assert typing.List[int] == typing.List[int] != typing.List[str]
    assert hash(typing.List[int]) == hash(typing.List[int])
    assert isinstance([], typing.List)
    assert issubclass(dict, typing.Mapping)
    assert typing.Dict(a=1) == {"a": 1}


def test_typing_refuses_what_would_run_an_annotation(face):
    typing = face("typing")
    for name in ("get_type_hints", "ForwardRef", "get_args", "evaluate_forward_ref", "reveal_type"):
        assert not hasattr(typing, name)
    for call in (
        lambda: typing.Literal("a"),
        lambda: isinstance(1, typing.Any),
        lambda: typing.overload(len)(1),
        lambda: typing.runtime_checkable(typing.Sized),
    ):
        with pytest.raises(Refused):
            call()
    with pytest.raises(AssertionError, match="unreachable"):
        typing.assert_never(1)


def test_named_tuples_refuse_names_of_the_interpreter(execute, face):
    with pytest.raises(Refused, match="gi_frame"):
        execute("import typing\nclass A(typing.NamedTuple):\n    gi_frame: int\n")
    with pytest.raises(Refused, match="derive from NamedTuple alone"):
        execute("import typing\nclass A(typing.NamedTuple, dict):\n    a: int\n")
    for fields in ("a cr_frame", ["a", "__class__"], ["a", 3], ["a-b"]):
        with pytest.raises(Refused):
            face("collections").namedtuple("A", fields)
    with pytest.raises(Refused, match="module"):
        face("collections").namedtuple("A", "a", module="os")


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the syntax is of 3.12")
def test_typing_mixes_with_type_parameters(execute):
    made = execute(
        "from typing import Generic, TypeVar\nT = TypeVar('T')\n"
        "class Old(Generic[T]): pass\nclass New[S](Old[S]): pass\nmade = New[int]()\n"
    )
    assert isinstance(made["made"], made["Old"])


def test_form_unpacks_into_one_and_its_name_is_bounded(face):
    typing = face("typing")
    assert repr([*typing.TypeVarTuple("Ts")]) == "[typing.Unpack[~Ts]]"
    assert (typing.Optional.__name__, typing.TypeVar("T").__name__) == ("Optional", "T")
    wide = typing.Union[(int,) * 1500]
    for grow in (lambda: wide | wide, lambda: typing.Union[wide, wide]):
        with pytest.raises(OverflowError, match="would be larger than"):
            grow()
