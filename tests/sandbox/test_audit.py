"""Walk all that a body can reach by the names it may write: nothing of the interpreter, nothing that two runs share."""

from __future__ import annotations

import builtins
import io
import json
import re
import types
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from stdlib_shims import NAMES, make, members_of
from stdlib_shims.standing import is_host_function
from tests.sandbox.running import make_context
from vm.core.context import Context
from vm.core.fuel import Fuel
from vm.core.kernel import Kernel
from vm.errors import VMError
from vm.sandbox import names
from vm.sandbox.classes import Type
from vm.sandbox.guards import Guards
from vm.sandbox.identity import Identity
from vm.sandbox.importer import Importer
from vm.sandbox.loader import load_source
from vm.sandbox.meter import Meter
from vm.sandbox.ownership import Ownership
from vm.sandbox.placeholder import Gate
from vm.sandbox.program import SandboxProgram, ShimRun

HOPS = 5
MARK = "left by another run"
PLAIN = (bool, int, float, complex, str, bytes, type(None), type(...), type(NotImplemented), range, slice)
OPENERS = (types.ModuleType, types.FrameType, types.CodeType, types.TracebackType, types.CellType, io.IOBase)
INSIDES = (Kernel, Context, Fuel, Guards, Importer, ShimRun, Meter, Ownership, Identity, Gate)
POWERS = [getattr(builtins, name) for name in ("eval", "exec", "compile", "open", "__import__", "globals", "input")]
TAME = ("collections.abc", "numbers", "vm.sandbox.ordered")
"""Modules whose functions only call special methods of what they are given, or C's, which look at it first."""

MUTABLE = (list, dict, set, bytearray, deque)

MADE = """
import asyncio, vm, vm.errors, workflow
import collections, contextlib, dataclasses, datetime, decimal, enum, fractions, functools, hashlib, hmac, itertools
import httpx, json, logging, operator, random, re, statistics, string, time, types, typing, urllib.parse, uuid

@contextlib.contextmanager
def managed():
    yield 1

@contextlib.asynccontextmanager
async def managed_async():
    yield 1

@functools.lru_cache
def cached():
    return 1

@dataclasses.dataclass
class Order:
    size: int = dataclasses.field(default=1)

    def method(self): return self.size
    @property
    def twice(self): return self.size * 2
    @functools.cached_property
    def kept(self): return [self.size]
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def helper(): return 1

class Pair(typing.NamedTuple):
    left: int

class Kind(enum.Enum):
    A = 1

class Shape(typing.Protocol):
    def area(self): ...

class Box(typing.Generic[typing.TypeVar("T")]):
    pass

class Movie(typing.TypedDict):
    name: str

class Own(Exception):
    pass

def generate():
    yield 1

async def generate_async():
    yield 1

def caught(function):
    try: function()
    except Exception as error: return error

errors = [
    caught(lambda: 1 / 0), caught(lambda: json.loads("[")), caught(lambda: (1).missing), caught(lambda: missing),
    caught(lambda: json.missing), caught(lambda: [][1]), caught(lambda: {}["a"]), caught(lambda: int("x")),
    caught(lambda: getattr(1, "__class__x__")), caught(lambda: vm.use_step("x")), caught(lambda: b"\\xff".decode()),
    caught(lambda: re.compile("(")), caught(lambda: decimal.Decimal("x")), Own("a"), ExceptionGroup("g", [Own("b")]),
    caught(lambda: sleep("x")),
]
made = [
    managed(), managed, managed_async(), cached, Order, Order(), Order().method, Order.make, Pair, Pair(1), Kind.A,
    Shape,
    Box(), Movie, Movie(name="a"), generate(), generate_async(), lambda: 1, Order.__init__,
    contextlib.ExitStack(), contextlib.AsyncExitStack(), contextlib.suppress(OSError), contextlib.nullcontext(),
    contextlib.closing(1), decimal.Context(), decimal.getcontext(), decimal.Decimal(1), functools.partial(len),
    datetime.datetime(2020, 1, 1), datetime.timezone.utc, datetime.timedelta(1), datetime.datetime.now,
    hashlib.sha256(), hmac.new(b"", digestmod="sha256"), itertools.count(), itertools.groupby([]), itertools.tee([]),
    logging.getLogger("a"), operator.attrgetter("a"), operator.itemgetter(1), operator.methodcaller("a"),
    random.Random(1), re.compile("a"), re.match("a", "a"), re.IGNORECASE, string.Template("a"), time.gmtime(),
    typing.Optional[int], typing.TypeVar("T"), typing.NewType("N", int), uuid.uuid4(), types.SimpleNamespace(a=1),
    types.MappingProxyType({}), collections.namedtuple("Point", "x y"), collections.ChainMap({}),
    collections.Counter("a"),
    collections.defaultdict(list), collections.OrderedDict(a=1), collections.deque([1]), fractions.Fraction(1, 2),
    urllib.parse.urlsplit("http://a/b"), {1, 2}, frozenset([1]), {"a": 1}.keys(), {"a": 1}.items(), {"a": 1}.values(),
    iter([1]), map(len, []), zip(), enumerate([]), reversed([]), property(len), "a".format, type(1), type(int),
    asyncio.Event(), asyncio.Lock(), asyncio.Semaphore(), asyncio.Queue(), asyncio.TaskGroup(), asyncio.gather(),
    vm.gather(), vm.TaskGroup(), vm.get_workflow_metadata(), vm.now(), vm.uuid4(), vm.timeout, asyncio.timeout,
    httpx, httpx.Client, workflow, list[int], dataclasses.fields(Order), statistics.linear_regression([1, 2], [1, 2]),
]



def derive(base):
    class Own(base): pass
    return Own

derived = []
for base in bases_to_try:
    try: derived.append(derive(base))
    except Exception: pass

async def main():
    "use workflow"
"""


def open_namespace() -> dict[str, Any]:
    """Return the globals of a real run's module: with every shim imported, and an instance of what they make."""
    imports = "\n".join(f"import {name}" for name in sorted(NAMES))
    bundle = load_source(f"{imports}\n{MADE.replace('bases_to_try', str(offered_classes()))}")
    program = SandboxProgram(bundle, "workflow//workflow.py//main")
    namespace: dict[str, Any] = program.open(make_context()).function.__globals__
    return namespace


def offered_classes() -> Source:
    """Return, as source, a list of all classes that the faces have."""
    run = make_context()
    faces = {name: make(name, run) for name in sorted(NAMES)}
    names_of_classes = [
        f"{name}.{member}"
        for name, face in faces.items()
        for member in members_of(face)
        if isinstance(getattr(face, member), type)
    ]
    return Source(f"[{', '.join(names_of_classes)}, int, str, set, frozenset, dict, list, tuple, bytes, Exception]")


class Source(str):
    """Text that stands for itself in source."""

    __repr__ = __str__ = str.__str__


class Walk:
    """A breadth-first walk over a run, by what its own guards let its source read. `found` is path to value."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        offered = namespace["__builtins__"]
        self.read: Callable[..., Any] = offered["getattr"]
        self.write: Callable[..., Any] = offered["setattr"]
        self.found: dict[str, Any] = {}
        self._seen: dict[int, object] = {id(namespace): namespace, id(offered): offered}
        roots = {**{f"builtins.{name}": value for name, value in offered.items()}, **namespace}
        layer = [(path, value) for path, value in roots.items() if can_be_written(path.removeprefix("builtins."))]
        for _ in range(HOPS):
            layer = [*self._step(layer)]

    def _step(self, layer: list[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        for path, value in layer:
            if isinstance(value, PLAIN) or id(value) in self._seen:
                continue
            self._seen[id(value)] = value
            self.found[path] = value
            yield from ((f"{path}.{name}", inner) for name, inner in self._attributes(value))
            yield from ((f"{path}[{key!r:.20}]", inner) for key, inner in items_of(value))

    def _attributes(self, value: Any) -> Iterator[tuple[str, Any]]:
        for name in names_on(value):
            try:
                yield name, self.read(value, name)
            except Exception:  # noqa: BLE001 - whatever a refusal or a property raises: there is no way here
                continue


def can_be_written(name: str) -> bool:
    """Whether source can spell the name where nothing guards it."""
    return name.isidentifier() and not names.is_special(name)


def names_on(value: Any) -> list[str]:
    """Return every name that might lead on from a value, whether or not it lies about them."""
    kind = type(value)
    found = {name for base in kind.__mro__ for name in vars(base)}
    if isinstance(value, type):
        found.update(name for base in value.__mro__ for name in vars(base))
    with suppress(AttributeError):
        found.update(object.__getattribute__(value, "__dict__"))
    return sorted(name for name in found if type(name) is str)


def items_of(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, (dict, types.MappingProxyType)):
        yield from list(value.items())
    elif isinstance(value, (list, tuple)):
        yield from enumerate(value)


def is_dangerous(value: Any) -> bool:
    """Whether holding a value is being outside."""
    if isinstance(value, (*OPENERS, *INSIDES)) or any(value is power for power in POWERS):
        return True
    return isinstance(value, type) and issubclass(value, type) and value is not Type


def dangers(walk: Walk) -> list[str]:
    return [path for path, value in walk.found.items() if is_dangerous(value)]


@pytest.fixture(scope="module")
def walk() -> Walk:
    return Walk(open_namespace())


def test_nothing_that_a_run_reaches_is_outside(walk: Walk) -> None:
    assert dangers(walk) == []


def test_walk_covers_what_a_run_has(walk: Walk) -> None:
    assert len(walk.found) > 1_000
    assert {"made", "json", "asyncio", "vm", "errors", "builtins.str", "builtins.sleep"} <= set(walk.found)


def test_walk_finds_what_it_is_for() -> None:
    plants = {
        "module": json,
        "inside": types.SimpleNamespace(inner=[types]),
        "metaclass": {"a": type},
        "power": (open,),
        "kernel": types.SimpleNamespace(a=types.SimpleNamespace(b=Kernel())),
        "code": [is_dangerous.__code__],
    }
    found = dangers(Walk(plants | {"__builtins__": open_namespace()["__builtins__"]}))
    assert {re.split(r"\W", path)[0] for path in found} == set(plants)


def test_classes_lend_no_function_to_other_objects(walk: Walk) -> None:
    classes = {path: value for path, value in walk.found.items() if isinstance(value, type)}
    lent = [
        f"{path}.{name}"
        for path, cls in classes.items()
        for name in names_on(cls)
        if not name.startswith("_") and is_lent(walk, cls, name)
    ]
    assert lent == []


def is_lent(walk: Walk, cls: type, name: str) -> bool:
    """Whether a body reads a function of the host's from a class, as it is, where it is a method."""
    raw = next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), None)
    try:
        found = walk.read(cls, name)
    except Exception:  # noqa: BLE001 - whatever a refusal raises: there is no way here
        return False
    return is_host_function(raw) and found is raw and raw.__module__ not in TAME


def test_lent_function_is_found_when_one_is_planted(walk: Walk) -> None:
    assert is_lent(walk, json.JSONEncoder, "iterencode")
    assert not is_lent(walk, Order, "method")


class Order:
    method = len


def test_two_runs_share_no_mutable_container(walk: Walk) -> None:
    first = {id(value): path for path, value in walk.found.items() if isinstance(value, MUTABLE)}
    second = Walk(open_namespace())
    assert [path for path, value in second.found.items() if isinstance(value, MUTABLE) and id(value) in first] == []


def test_shared_container_is_found_when_one_is_planted() -> None:
    shared: list[int] = []
    builtins_of_a_run = open_namespace()["__builtins__"]
    walks = [Walk({"__builtins__": builtins_of_a_run, "planted": (shared,)}) for _ in range(2)]
    assert all(any(value is shared for value in walk.found.values()) for walk in walks)


def test_what_one_run_changes_is_not_seen_by_another() -> None:
    other = open_namespace()
    spoiled = Walk(open_namespace())
    for value in spoiled.found.values():
        spoil(spoiled, value)
    for namespace in (other, open_namespace()):
        assert [path for path, value in Walk(namespace).found.items() if is_marked(value)] == []


def spoil(walk: Walk, value: Any) -> None:
    """Leave the mark wherever a body may write."""
    with suppress(VMError, TypeError, AttributeError):  # refused, or no room for attributes
        walk.write(value, "marked", MARK)
    if isinstance(value, dict):
        value["marked"] = MARK
    elif isinstance(value, (list, deque)):
        value.append(MARK)
    elif isinstance(value, set):
        value.add(MARK)


def is_marked(value: Any) -> bool:
    if isinstance(value, (dict, list, deque, set)):
        return any(item is MARK for item in value) or (isinstance(value, dict) and "marked" in value)
    try:
        return bool(object.__getattribute__(value, "__dict__").get("marked") == MARK)
    except AttributeError:
        return False
