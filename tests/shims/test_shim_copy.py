from __future__ import annotations

import copy as real_copy
import datetime
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
from decimal import Decimal
from types import SimpleNamespace

import pytest

from stdlib_shims.refusals import Refused

DATA = [
    1,
    "a",
    (1, [2]),
    [1, [2, {"a": {3}}]],
    {"k": (1, 2)},
    bytearray(b"ab"),
    deque([1, [2]], 5),
    Counter("aab"),
    OrderedDict(b=[1], a=2),
    defaultdict(list, a=[1]),
    ChainMap({"a": [1]}, {"b": 2}),
    SimpleNamespace(a=[1]),
    frozenset({1}),
    datetime.datetime(2020, 1, 1),
    Decimal("1.5"),
    int,
]


@pytest.mark.parametrize("value", DATA, ids=repr)
def test_copies_of_data_are_those_of_the_real_module(face, value):
    for name in ("copy", "deepcopy"):
        made, real = getattr(face("copy"), name)(value), getattr(real_copy, name)(value)
        assert made == real
        assert type(made) is type(real)
        assert made is not value or value.__hash__ is not None


def test_deepcopy_keeps_sharing_and_cycles(face):
    shared = [1]
    cyclic = {"a": shared, "b": shared, "t": None}
    cyclic["self"] = cyclic
    cyclic["t"] = (cyclic,)
    made = face("copy").deepcopy(cyclic)
    assert made["a"] is made["b"] is not shared
    assert made["self"] is made
    assert made["t"][0] is made
    looped: tuple = ([],)
    looped[0].append(looped)
    again = face("copy").deepcopy(looped)
    assert again[0][0] is again


OBJECTS = """
import copy
import dataclasses
class Node:
    __slots__ = ("left", "__dict__")
class Many(list):
    pass
class One:
    __slots__ = "only"
@dataclasses.dataclass(frozen=True)
class Frozen:
    items: list
node = Node()
node.left = [1]
node.right = node
many = Many([[1]])
many.note = ["n"]
one = One()
one.only = [1]
frozen = Frozen([1])
"""


def test_deepcopy_takes_the_workflows_own_objects(execute):
    made = execute(OBJECTS + "copies = copy.deepcopy([node, many, one, frozen])\nthin = copy.copy(node)\n")
    node, many, one, frozen = made["copies"]
    assert node.left == [1]
    assert node.left is not made["node"].left
    assert node.right is node
    assert (many, many.note, type(many).__name__) == ([[1]], ["n"], "Many")
    assert one.only == [1]
    assert (frozen, frozen is made["frozen"]) == (made["frozen"], False)
    assert made["thin"].left is made["node"].left


def test_copy_changes_no_class_when_an_attribute_is_called_class(execute):
    made = execute(
        """
import copy, types
class Target(types.SimpleNamespace): pass
class Namespace(types.SimpleNamespace): pass
class Sly:
    __slots__ = ("set", "unset", "__hidden")
    def __init__(self):
        self.set, self.__hidden = [1], [2]
    def __getattr__(self, name):
        return {"__class__": Target}
    def hidden(self):
        return self.__hidden
sly = copy.deepcopy(Sly())
seen = [type(copy.copy(Namespace(**{"__class__": Target}))).__name__, type(sly).__name__, sly.set, sly.hidden()]
"""
    )
    assert made["seen"] == ["Namespace", "Sly", [1], [2]]


def test_copy_calls_no_hook_and_refuses_the_hosts_objects(face, execute):
    class Hooked:
        def __deepcopy__(self, memo):
            raise AssertionError

        __reduce_ex__ = __copy__ = __deepcopy__

    assert type(face("copy").deepcopy(Hooked())) is Hooked
    for value in (object(), iter([]), face("math"), (i for i in ())):
        for name in ("copy", "deepcopy"):
            with pytest.raises(Refused, match="only plain data"):
                getattr(face("copy"), name)(value)
    with pytest.raises(Refused, match="built into the interpreter"):
        execute("import copy\nclass Odd(Exception): pass\nclass N(int): pass\ncopy.copy(N(1))\n")
