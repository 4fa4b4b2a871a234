"""dataclasses, enum, abc, collections, types: what makes classes, in source as an author writes it."""

from __future__ import annotations

import types

import pytest

import stdlib_shims
from stdlib_shims import names
from stdlib_shims.refusals import Refused

DATACLASS = """
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, fields, is_dataclass, replace
import dataclasses, typing

@dataclass(order=True)
class Line:
    sku: str
    count: int = 1
    kind: typing.ClassVar[str] = "line"

@dataclass(frozen=True, slots=True)
class Order:
    id: int
    lines: list[Line] = field(default_factory=list)
    _: KW_ONLY
    note: str | None = None

@dataclass
class Total:
    order: Order
    rate: InitVar[int] = 2
    def __post_init__(self, rate):
        self.sum = rate * len(self.order.lines)

class Plain(Line):
    pass
"""


def test_dataclasses_behave_as_the_real_ones(execute):
    made = execute(
        DATACLASS
        + """
order = Order(1, [Line("a"), Line("b", 2)], note="n")
shown = repr(order)
compared = Line("a") < Line("b") and Line("a") == Line("a")
dicts = asdict(Total(order)), asdict(order, dict_factory=lambda pairs: len(pairs)), asdict(Line("a"))
tuples = astuple(order), astuple(Line("a"), tuple_factory=list)
changed = replace(order, id=2).id
texts = [(f.name, f.type) for f in fields(Order)]
asked = is_dataclass(Order), is_dataclass(Plain("a")), is_dataclass(3), Total(order).sum, Line.kind
try:
    order.id = 3
except dataclasses.FrozenInstanceError as error:
    frozen = str(error)
"""
    )
    assert made["shown"] == "Order(id=1, lines=[Line(sku='a', count=1), Line(sku='b', count=2)], note='n')"
    assert made["compared"]
    lines = [{"sku": "a", "count": 1}, {"sku": "b", "count": 2}]
    assert made["dicts"] == ({"order": {"id": 1, "lines": lines, "note": "n"}}, 3, {"sku": "a", "count": 1})
    assert made["tuples"] == ((1, [("a", 1), ("b", 2)], "n"), ["a", 1])
    assert made["changed"] == 2
    assert made["texts"] == [("id", "int"), ("lines", "list[Line]"), ("note", "str | None")]
    assert made["asked"] == (True, True, False, 4, "line")
    assert made["frozen"] == "cannot assign to field 'id'"


def test_dataclass_fields_are_copied_deeply(execute):
    made = execute(
        DATACLASS
        + """
from collections import namedtuple
P = namedtuple("P", "x")
held = {"k": [1], "p": P([2]), "d": {3: (4,)}}
copied = asdict(Total(Order(1, [held]), 1))["order"]["lines"][0]
"""
    )
    assert made["copied"] == made["held"]
    assert made["copied"]["k"] is not made["held"]["k"]
    assert type(made["copied"]["p"]) is made["P"]


@pytest.mark.parametrize("name", ["gi_frame", "f_globals", "cr_frame", "__class__", "cell_contents"])
def test_dataclass_refuses_field_names_of_the_interpreter(execute, name):
    with pytest.raises(Refused, match=f"a field called {name}"):
        execute(f"import dataclasses\n@dataclasses.dataclass\nclass A:\n    {name}: int = 1\n")


def test_dataclass_takes_only_the_runs_own_classes(face, make_run, execute):
    import fractions

    for cls in (int, fractions.Fraction, types.SimpleNamespace, face("abc").ABC, 3):
        with pytest.raises(Refused, match="defined in the workflow's own files"):
            face("dataclasses").dataclass(cls)
    nothing = make_run(owns=lambda cls: False)
    with pytest.raises(Refused):
        execute("import dataclasses\n@dataclasses.dataclass\nclass A: pass\n", nothing)


def test_dataclass_reports_the_class_that_slots_make_again(make_run, execute):
    owned = []
    made = execute(DATACLASS, make_run(own=owned.append))
    assert owned == [made["Order"]]


def test_dataclass_refuses_unknown_options_and_values(execute, face):
    with pytest.raises(Refused, match="weakref_slot"):
        execute("import dataclasses\n@dataclasses.dataclass(weakref_slot=True)\nclass A: pass\n")
    for call in (face("dataclasses").asdict, face("dataclasses").astuple):
        with pytest.raises(TypeError, match="dataclass instances"):
            call(3)
    assert not hasattr(face("dataclasses"), "make_dataclass")


def test_hidden_names_cover_the_running_interpreter():
    kinds = (
        "FrameType",
        "CodeType",
        "TracebackType",
        "GeneratorType",
        "CoroutineType",
        "AsyncGeneratorType",
        "CellType",
    )
    known_methods = {"send", "throw", "close", "asend", "athrow", "aclose", "clear", "replace"}
    public = {name for kind in kinds for name in dir(getattr(types, kind)) if not name.startswith("_")}
    assert public - known_methods <= names.HIDDEN


ENUM = """
import enum

class Color(enum.Enum):
    RED = enum.auto()
    BLUE = enum.auto()

@enum.unique
class Kind(enum.StrEnum):
    A = "a"

class Right(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()

class Level(enum.IntEnum):
    LOW = 1
"""


def test_enums_behave_as_the_real_ones(execute):
    made = execute(ENUM + "shown = repr(Color.BLUE), f'{Kind.A}', Right.READ | Right.WRITE, Level.LOW + 1, Color(1)\n")
    color, right = made["Color"], made["Right"]
    assert made["shown"] == ("<Color.BLUE: 2>", "a", right(3), 2, color.RED)
    with pytest.raises(ValueError, match="duplicate values"):
        execute("import enum\n@enum.unique\nclass A(enum.Enum):\n    X = 1\n    Y = 1\n")


def test_enum_refuses_metaclasses_and_foreign_classes(face):
    enum = face("enum")
    for name in ("EnumType", "EnumMeta", "global_enum", "verify"):
        assert not hasattr(enum, name)
    with pytest.raises(Refused):
        enum.unique(enum.IntEnum)


def test_collections_are_the_real_ones(execute):
    made = execute(
        """
import collections, collections.abc
from collections.abc import Mapping
P = collections.namedtuple("P", "x, y", defaults=[2])
R = collections.namedtuple("R", ["def", "x"], rename=True)
seen = [P(1), R(1, 2)._fields, collections.Counter("aab").most_common(1), collections.deque([1], 2).maxlen,
        isinstance({}, Mapping), collections.abc.Mapping is Mapping, P.__module__,
        collections.ChainMap({"a": 1})["a"], collections.defaultdict(list)["x"], list(collections.OrderedDict(a=1))]
"""
    )
    assert made["seen"] == [(1, 2), ("_0", "x"), [("a", 2)], 2, True, True, "order", 1, [], ["a"]]


def test_collections_refuse_host_classes_and_say_where_to_look(face):
    with pytest.raises(AttributeError, match="derive from dict"):
        _ = face("collections").UserDict
    with pytest.raises(AttributeError, match=r"collections\.abc"):
        _ = face("collections").Mapping


def test_abstract_classes_behave_as_the_real_ones(execute):
    made = execute(
        """
import abc
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    @property
    @abc.abstractmethod
    def name(self): ...
class Dot(Shape):
    name = "dot"
    def area(self): return 0
area = Dot().area()
"""
    )
    assert made["area"] == 0
    with pytest.raises(TypeError, match="abstract"):
        made["Shape"]()


def test_abc_refuses_to_register_and_to_mark_foreign_functions(face):
    abc = face("abc")
    for call in (
        lambda: abc.ABC.register(int),
        lambda: abc.abstractmethod(len),
        lambda: abc.abstractmethod(names.is_hidden),
    ):
        with pytest.raises(Refused):
            call()
    assert not hasattr(abc, "ABCMeta")


def test_types_offer_data_only(face):
    kinds = face("types")
    assert kinds.SimpleNamespace(a=1).a == 1
    for name in ("CodeType", "FunctionType", "coroutine", "new_class", "ModuleType"):
        assert not hasattr(kinds, name)


def test_shared_faces_stay_usable_when_a_run_is_gone(make_run):
    first = stdlib_shims.make("types", make_run())
    assert stdlib_shims.make("types", make_run()).SimpleNamespace is first.SimpleNamespace
