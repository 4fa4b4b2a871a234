"""Hypothesis strategies of values that cross the boundary, and the comparison of two object graphs."""

from __future__ import annotations

import math
from datetime import timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.core.codec_samples import Access, Basket, Celsius, Color, Customer, Level, Money, Node, Point
from vm.core.codec._shapes import read_attributes, shape_of

_zones = st.one_of(
    st.none(),
    st.timezones(),
    st.builds(timezone, st.timedeltas(timedelta(hours=-23), timedelta(hours=23))),
    st.builds(timezone, st.timedeltas(timedelta(hours=-23), timedelta(hours=23)), st.text()),
)
texts = st.text(st.characters(exclude_categories=())) | st.text("\ud83d\ude00$ab\x00")

_huge_integers = st.builds(lambda number, bits: number << bits, st.integers(), st.integers(0, 4000))

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), _huge_integers, st.floats(), texts, st.binary(),
    st.complex_numbers(), st.dates(), st.times(timezones=_zones), st.datetimes(timezones=_zones), st.timedeltas(),
    st.decimals(allow_nan=True), st.uuids(), st.sampled_from([*Color, *Level, Access.READ | Access.WRITE]),
)  # fmt: skip

keys = st.recursive(
    scalars.filter(lambda value: not _is_signaling(value)),
    lambda inner: st.one_of(
        st.tuples(inner, inner),
        st.frozensets(inner, max_size=3),
        st.builds(Money, inner),
        st.builds(Point, inner, inner),
    ),
    max_leaves=4,
)


def _is_signaling(value: object) -> bool:
    return isinstance(value, Decimal) and value.is_snan()


def _containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(keys, inner), st.dictionaries(texts, inner),
        st.sets(keys), st.builds(bytearray, st.binary()), st.builds(Customer, st.text("abc"), st.lists(inner)),
        st.builds(Money, inner), st.builds(Node, texts, inner), st.builds(Point, inner, inner),
        st.builds(Basket, inner), st.builds(Celsius, inner), st.builds(ValueError, inner, inner),
    )  # fmt: skip


values = st.recursive(scalars, _containers, max_leaves=25)
"""Any value that crosses, without sharing beyond what Hypothesis does by itself."""


@st.composite
def graphs(draw: st.DrawFn) -> Any:
    """Return a value whose containers refer to each other as they please: shared parts and cycles."""
    nodes: list[Any] = []
    for _ in range(draw(st.integers(1, 8))):
        refs = draw(st.lists(st.sampled_from(nodes) if nodes else scalars, max_size=3))
        kind = draw(st.sampled_from(["list", "tuple", "dict", "point", "node", "error", "celsius", "set"]))
        nodes.append(_make(kind, refs))
    for node in nodes:
        if draw(st.booleans()):
            _link(node, draw(st.sampled_from(nodes)))
    return nodes[draw(st.integers(0, len(nodes) - 1))] if draw(st.booleans()) else nodes


def _make(kind: str, refs: list[Any]) -> Any:
    make = {
        "list": list,
        "tuple": tuple,
        "dict": lambda refs: dict(enumerate(refs)),
        "point": lambda refs: Point(refs, tuple(refs)),
        "node": lambda refs: Node("n", refs),
        "error": lambda refs: ValueError(*refs),
        "celsius": lambda refs: Celsius(refs),
        "set": lambda refs: {Node(f"m{index}", ref) for index, ref in enumerate(refs)},  # told apart: a canonical order
    }[kind]
    return make(refs)


def _link(node: Any, other: Any) -> None:
    if isinstance(node, list):
        node.append(other)
    elif isinstance(node, dict):
        node["link"] = other
    elif type(node) is Node:
        node.links = (node.links, other)
    elif isinstance(node, BaseException):
        node.link = [other]  # type: ignore[attr-defined]


def is_same(one: Any, other: Any, met: dict[int, int] | None = None) -> bool:
    """Say whether two object graphs have the same shape, types, order and values; nan is nan, -0.0 is not 0.0."""
    met = {} if met is None else met
    if type(one) is not type(other):
        return False
    if id(one) in met and isinstance(one, list | dict | Node | BaseException):
        return met[id(one)] == id(other)
    met[id(one)] = id(other)
    parts = _parts(one)
    if parts is None:
        return _is_same_scalar(one, other)
    others = _parts(other)
    assert others is not None
    return len(parts) == len(others) and all(is_same(a, b, met) for a, b in zip(parts, others, strict=True))


def _parts(value: Any) -> list[Any] | None:
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, dict):
        return [part for item in value.items() for part in item]
    if isinstance(value, Celsius):
        return [value._degrees]
    if isinstance(value, BaseException):
        return [*value.args, *value.__dict__.items()]
    if isinstance(value, Customer | Money | Node | Basket):
        shape = shape_of(type(value))
        assert shape is not None
        return [part for item in read_attributes(shape, value).items() for part in item]
    return None


def _is_same_scalar(one: Any, other: Any) -> bool:
    if isinstance(one, float) and math.isnan(one):
        return math.isnan(other)
    if isinstance(one, set | frozenset):
        return len(one) == len(other)  # members are compared by their text: nan is not equal to itself
    if isinstance(one, Decimal | float | complex):
        return repr(one) == repr(other)
    if hasattr(one, "tzinfo"):
        return repr(one) == repr(other)
    return bool(one == other)
