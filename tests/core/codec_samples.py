"""Classes and values for the codec's tests. Stdlib only: other Pythons run this file too (`python -m`)."""

from __future__ import annotations

import enum
import json
from collections import namedtuple
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from vm.core.codec import Record, TypeTable, decode, encode, serializable
from vm.errors import FatalError, RetryableError, StepFailed


@dataclass
class Customer:
    name: str
    tags: list[Any] = field(default_factory=list)
    score: int = field(init=False, default=7)

    def __post_init__(self) -> None:
        assert self.name != "never", "decoding runs no __post_init__"


@dataclass(frozen=True, slots=True)
class Money:
    amount: Any
    currency: str = "EUR"
    unset: int = field(init=False, repr=False, compare=False)


@dataclass(eq=False)
class Node:
    label: str
    links: Any = None


class Point(NamedTuple):
    x: Any
    y: Any


Pair = namedtuple("Pair", ["left", "right"])


class Color(enum.Enum):
    RED = 1
    GREEN = "green"
    CRIMSON = 1  # noqa: PIE796 - an alias of RED


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Mode(enum.StrEnum):
    FAST = "fast"


class Access(enum.Flag):
    READ = 1
    WRITE = 2


@serializable
class Basket:
    def __init__(self, items: Any) -> None:
        self.items = items
        self._count = 3


@serializable
class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a: Any) -> None:
        self.a = a


@serializable
class Celsius:
    def __init__(self, degrees: Any) -> None:
        self._handle = object()
        self._degrees = degrees

    def to_state(self) -> Any:
        return [self._degrees]

    @classmethod
    def from_state(cls, state: Any) -> Celsius:
        return cls(state[0])


class PaymentError(Exception):
    def __init__(self, order: int, *, code: str) -> None:
        super().__init__(f"order {order}")
        self.code = code
        self._order = order

    def __str__(self) -> str:
        return f"payment of order {self._order} failed ({self.code})"


class PlainError(ValueError):
    pass


class BatchError(ExceptionGroup[Exception]):
    pass


CLASSES = (
    Customer, Money, Node, Point, Pair, Color, Level, Mode, Access, Basket, Slotted, Celsius,
    PaymentError, PlainError, BatchError,
)  # fmt: skip
TYPES = TypeTable({f"shop.py//{cls.__qualname__}": cls for cls in CLASSES})


def chained() -> BaseException:
    """Return an exception with causes, notes and attributes."""
    try:
        try:
            raise KeyError("stock")
        except KeyError as error:
            raise OSError(2, "gone", "a.txt") from error
    except OSError as cause:
        error = PaymentError(5, code="declined")
        error.__cause__ = cause
        error.add_note("try another card")
        return error


def with_context() -> BaseException:
    try:
        try:
            raise LookupError("first")
        except LookupError:
            raise PlainError("second")  # noqa: B904 - the context is what is tested
    except PlainError as error:
        return error


def cycles() -> list[Any]:
    """Return values that contain themselves, through every kind of container."""
    loop: list[Any] = []
    loop.append(loop)
    table: dict[str, Any] = {}
    table["self"] = table
    inner: list[Any] = []
    outer = (inner, "x", {"again": inner})
    inner.append(outer)
    node = Node("a")
    node.links = {node}
    ring = [Node("b"), Node("c")]
    ring[0].links, ring[1].links = (ring[1], ring), Point(ring[0], ring)
    error = ValueError("own cause")
    error.__cause__ = error
    member = ValueError("in a group")
    group = ExceptionGroup("group", [member])
    member.__cause__ = group
    held: list[Any] = []
    held.append(frozenset({Node("d", held)}))
    return [loop, table, outer, inner, node, ring, error, group, member, held]


def samples() -> list[Any]:
    """Return one value of every kind that crosses, known and unknown classes among them."""
    shared: list[Any] = [1]
    paris = ZoneInfo("Europe/Paris")
    scalars = [
        None, True, False, 0, -1, 2**64, 2**2048 - 1, 2**2048, -(2**5000), 0.1, -0.0, 1e300, 5e-324, 1e16,
        float("nan"), float("inf"), float("-inf"), "", "plain", "ü 😀 \u2028 \x00 \x7f\"\\/", "\ud800", "a\udfffb",
        "\ud83d\ude00", "$ref", b"", b"\x00\xff", 1j, complex(float("nan"), -0.0), date(1, 1, 1), time(23, 59, 59, 1),
        time(1, 2, tzinfo=UTC), time(1, 2, fold=1), datetime(2020, 1, 1), datetime(2020, 1, 1, 1, 2, 3, 4, tzinfo=UTC),
        datetime(2020, 10, 25, 2, 30, tzinfo=paris, fold=1), datetime(2020, 10, 25, 2, 30, tzinfo=paris),
        time(5, tzinfo=paris), datetime(2020, 1, 1, tzinfo=ZoneInfo("UTC")),
        datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=-5, seconds=-1, microseconds=-7))),
        datetime(2020, 1, 1, tzinfo=timezone(timedelta(0), "Zulu")),
        time(1, tzinfo=timezone(timedelta(hours=1), "CET")),
        timedelta(0), timedelta(days=-1, microseconds=1), timedelta.max, timedelta.min, Decimal("1.50"), Decimal("-0"),
        Decimal("1E+400"), Decimal("Infinity"), Decimal("-NaN12"), Decimal("sNaN"), UUID(int=2**127 + 5),
    ]  # fmt: skip
    containers = [
        [], {}, (), set(), frozenset(), bytearray(b"ab"), [scalars], tuple(scalars), ((1, (2, [])), {}),
        {"a": 1, "$b": 2}, {"$a": 1}, {1: "one", "1": "text", None: 0, (1, (2,)): [3], 1.5: 2}, {"\ud83d\ude00": 1},
        {3, 1, 2, "b", "a", (1, 2), None, 2.5}, frozenset({frozenset({1, 2}), frozenset({"x"})}), {b"k", Color.RED},
        [shared, shared, {"again": shared}, (shared,)], list(range(20)), ["x"] * 20, [0.5] * 20, ["ü\ud800"] * 20,
        [2**3000, 1] * 9, [float("nan"), 1.0] * 9, {f"k{n}": n for n in range(20)}, ("long" * 400,),
    ]  # fmt: skip
    objects = [
        Customer("Ada", [shared]), Money(Decimal("9.99")), {Money(1): Money(2)}, [Money((1, shared)), shared],
        Point(1, Point(2, [])), Pair("l", "r"), Color.RED, Color.CRIMSON, Level.HIGH, Mode.FAST, Access.READ,
        Access.READ | Access.WRITE, Access(0), Basket([1]), Slotted(shared), Celsius(20.5), {Color.RED: Level.LOW},
        {Money(1), Money(2), Money("x")}, {Node("a"), Node("b", [1])}, Record("lib//Thing", {"a": [1]}),
    ]  # fmt: skip
    extra = Customer("Bob")
    extra.seen = True  # type: ignore[attr-defined]
    errors = [
        ValueError("bad", 1), KeyError("k"), FatalError("no"), RetryableError("later", retry_after="5m"),
        StepFailed("x", step="step//a.py//b", correlation_id="step_1", attempts=4), chained(), with_context(),
        PaymentError(1, code="x"), PlainError(object()), OSError(13, "denied"), StopIteration(5), SystemExit(3),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), SyntaxError("bad", ("f.py", 1, 2, "x =")),
        ImportError("no", name="mod", path="p"), json.JSONDecodeError("bad", "{", 1),
        ExceptionGroup("g", [ValueError(1)]),
        BatchError("batch", [PlainError("a"), BatchError("inner", [OSError("b")])]), ExceptionGroup("g", [chained()]),
        BaseExceptionGroup("g", [KeyboardInterrupt(), ValueError(2)]),
    ]  # fmt: skip
    return [*scalars, *containers, *objects, extra, *errors, *cycles()]


if __name__ == "__main__":  # prints the text of every sample, and checks that it comes back, known or not
    texts = [encode(sample, TYPES) for sample in samples()]
    for text in texts:
        assert encode(decode(text, TYPES), TYPES) == text, text
        assert encode(decode(text)) == text, text
    print(json.dumps(texts))
