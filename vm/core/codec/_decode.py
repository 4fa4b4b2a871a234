"""Canonical text to objects. The mirror image of `_encode`: numbers containers in the same order.

Whatever the text says, nothing but `MalformedValue` comes out, and no class is called that `Types` does not
name. Instances are made without `__init__`.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from enum import Enum, Flag
from typing import Any, Final

from vm.core.codec import _errors
from vm.core.codec._record import Record
from vm.core.codec._scalars import SCALAR_TAGS, ZONE_KEYS, decode_datetime, decode_time
from vm.core.codec._shapes import Kind, Shape, find_attribute, instance_dict, shape_of, write_attribute
from vm.core.codec._types import PLAIN, Types
from vm.errors import MalformedValue

# What constructors raise when the text hands them something that no encoder wrote.
BAD_TEXT: Final = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


def _refuse_constant(name: str) -> Any:
    raise MalformedValue(f"{name} is not JSON")


_scan: Final = json.JSONDecoder(parse_constant=_refuse_constant).scan_once  # type: ignore[attr-defined]  # not in typeshed


def parse_json(text: str) -> Any:
    """Return what `text` says: one JSON value and nothing round it, for canonical text has no spaces."""
    try:
        value, end = _scan(text, 0)
    except StopIteration as error:
        raise MalformedValue(f"not JSON at character {error.value}") from None
    if end != len(text):
        raise MalformedValue(f"something follows the value at character {end}")
    return value


class Decoder:
    """Reads one payload. Use `read` for the root, once."""

    __slots__ = ("_numbered", "types")

    def __init__(self, types: Types) -> None:
        self.types = types
        self._numbered: list[Any] = []

    def read(self, node: Any) -> Any:
        """Return the object that a JSON node says."""
        kind = type(node)
        if kind is list:
            return self._read_list(node)
        if kind is not dict:
            return node
        tag = next(iter(node), "")
        if tag[:1] != "$":
            return self._read_dict(node)
        reader, keys = _TAGS.get(tag, (None, _NO_KEYS))
        if reader is None:
            raise MalformedValue(f"unknown tag {tag!r}")
        if len(node) > 1 and not node.keys() - {tag} <= keys:
            raise MalformedValue(f"{tag} has unknown keys")
        return reader(self, node)

    def members(self, nodes: Any) -> list[Any]:
        """Return the objects that a JSON array holds."""
        found = []
        for node in self.raw_list(nodes):
            kind = type(node)
            found.append(self.read(node) if kind is list or kind is dict else node)
        return found

    def fields(self, node: Any) -> dict[str, Any]:
        """Return the objects that a JSON object holds, by key. It is not one itself: it has no number."""
        if type(node) is not dict:
            raise MalformedValue("fields are not a JSON object")
        found = {}
        for name, item in node.items():  # a loop: a comprehension is a frame more per level
            found[name] = self.read(item)
        return found

    def raw_list(self, node: Any) -> list[Any]:
        if type(node) is not list:
            raise MalformedValue("members are not a JSON array")
        return node

    def read_text(self, node: Any) -> str:
        text = self.read(node)
        if type(text) is not str:
            raise MalformedValue("there is no text where text should be")
        return text

    def number(self, value: Any) -> Any:
        self._numbered.append(value)
        return value

    def find(self, name: object) -> type | None:
        """Return the class called `name` on this side, or None."""
        if type(name) is not str:
            raise MalformedValue("a class has no name")
        return PLAIN.find(name) or self.types.find(name)

    def at(self, number: object) -> Any:
        if type(number) is not int or not 0 <= number < len(self._numbered):
            raise MalformedValue(f"there is no container {number!r} to point to")
        return self._numbered[number]

    def _read_list(self, nodes: list[Any]) -> list[Any]:
        found: list[Any] = self.number([])
        for node in nodes:
            kind = type(node)
            found.append(self.read(node) if kind is list or kind is dict else node)
        return found

    def _read_dict(self, node: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.number({})
        for key, item in node.items():
            kind = type(item)
            found[key] = self.read(item) if kind is list or kind is dict else item
        return found


def _read_tuple(decoder: Decoder, node: dict[str, Any]) -> Any:
    return decoder.number(tuple(decoder.members(node["$tuple"])))


def _read_dict(decoder: Decoder, node: dict[str, Any]) -> Any:
    found = decoder.number({})
    for pair in decoder.raw_list(node["$dict"]):
        key, item = decoder.raw_list(pair)
        key = decoder.read(key)
        found[key] = decoder.read(item)
    return found


def _read_set(decoder: Decoder, node: dict[str, Any]) -> Any:
    found = decoder.number(decoder.types.set_type())
    for item in decoder.raw_list(node["$set"]):
        found.add(decoder.read(item))
    return found


def _read_frozenset(decoder: Decoder, node: dict[str, Any]) -> Any:
    return decoder.number(decoder.types.frozenset_type(decoder.members(node["$frozenset"])))


def _read_bytearray(decoder: Decoder, node: dict[str, Any]) -> Any:
    return decoder.number(bytearray(b64decode(node["$bytearray"], validate=True)))


def _read_last(decoder: Decoder, node: dict[str, Any]) -> Any:
    return decoder.members(node["$last"])[-1]


def _read_enum(decoder: Decoder, node: dict[str, Any]) -> Any:
    cls = decoder.find(node["$enum"])
    if cls is None or not issubclass(cls, Enum):
        fields = {key: decoder.read(item) for key, item in node.items() if key != "$enum"}
        return Record(node["$enum"], fields, kind=Kind.ENUM)
    if "name" in node:
        return find_attribute(cls, "_member_map_")[node["name"]]
    if not issubclass(cls, Flag):
        raise MalformedValue(f"{node['$enum']} is not a Flag")
    return cls(decoder.read(node["value"]))


def _read_attributes(decoder: Decoder, node: dict[str, Any]) -> Any:
    tag = next(iter(node))
    cls, shape = _class_of(decoder, node, Kind(tag[1:]))
    if cls is None:
        record = decoder.number(Record(node[tag], kind=tag[1:]))
        record._fields.update(decoder.fields(node["fields"]))
        return record
    value = decoder.number(object.__new__(cls))
    for name, item in decoder.fields(node["fields"]).items():
        write_attribute(shape, value, name, item)
    return value


def _read_named(decoder: Decoder, node: dict[str, Any]) -> Any:
    cls, shape = _class_of(decoder, node, Kind.NAMED)
    fields = decoder.fields(node["fields"])
    if cls is None or tuple(fields) != shape.names:
        return decoder.number(Record(node["$named"], fields, kind=Kind.NAMED))
    return decoder.number(tuple.__new__(cls, fields.values()))


def _read_model(decoder: Decoder, node: dict[str, Any]) -> Any:
    cls, _ = _class_of(decoder, node, Kind.MODEL)
    fields = decoder.fields(node["fields"])
    unset = [decoder.read_text(name) for name in decoder.raw_list(node.get("unset", []))]
    if cls is not None:
        return decoder.number(_make_model(cls, fields, unset))
    record = Record(node["$model"], fields, kind=Kind.MODEL)
    record._unset = unset
    return decoder.number(record)


def _make_model(cls: Any, fields: dict[str, Any], unset: list[str]) -> Any:
    """Validate, then put the values that were stored in place of pydantic's copies: they may be shared."""
    if getattr(cls, "__pydantic_root_model__", False):
        model = cls.model_validate(fields["root"])
    else:
        model = cls.model_validate({_key_of(cls, name): item for name, item in fields.items()})
    own = instance_dict(model)
    for name, item in fields.items():
        if name in own and type(own[name]) is type(item) and own[name] == item:
            own[name] = item
    model.__pydantic_fields_set__.difference_update(unset)
    return model


def _key_of(cls: Any, name: str) -> str:
    """Return the key under which `model_validate` looks for the field `name`."""
    field = cls.model_fields.get(name)
    if field is None or cls.model_config.get("validate_by_alias") is False:
        return name
    alias = field.validation_alias or field.alias
    choices = getattr(alias, "choices", [alias])
    return next((choice for choice in choices if isinstance(choice, str)), name)


def _read_state(decoder: Decoder, node: dict[str, Any]) -> Any:
    cls, _ = _class_of(decoder, node, Kind.STATE)
    state = decoder.read(node["state"])
    if cls is not None:
        return decoder.number(cls.from_state(state))
    record = Record(node["$state"], kind=Kind.STATE)
    record._state = state
    return decoder.number(record)


def _class_of(decoder: Decoder, node: dict[str, Any], kind: Kind) -> tuple[Any, Shape]:
    """Return the class that the node names, and its shape; (None, ...) when there is none of that kind."""
    cls = decoder.find(node[f"${kind}"])
    shape = None if cls is None else shape_of(cls)
    return (cls, shape) if shape is not None and shape.kind is kind else (None, Shape(kind))


def _reader_of(read: Callable[[dict[str, Any]], Any]) -> Callable[[Decoder, Any], Any]:
    return lambda _, node: read(node)


_NO_KEYS: Final[frozenset[str]] = frozenset()
_FIELDS: Final = frozenset({"fields"})

_TAGS: Final[dict[str, tuple[Callable[[Decoder, Any], Any], frozenset[str]]]] = {
    "$tuple": (_read_tuple, _NO_KEYS),
    "$dict": (_read_dict, _NO_KEYS),
    "$set": (_read_set, _NO_KEYS),
    "$frozenset": (_read_frozenset, _NO_KEYS),
    "$bytearray": (_read_bytearray, _NO_KEYS),
    "$ref": (lambda decoder, node: decoder.at(node["$ref"]), _NO_KEYS),
    "$last": (_read_last, _NO_KEYS),
    "$datetime": (lambda decoder, node: decode_datetime(node, decoder.types.find_zone), ZONE_KEYS),
    "$time": (lambda decoder, node: decode_time(node, decoder.types.find_zone), ZONE_KEYS),
    "$enum": (_read_enum, frozenset({"name", "value"})),
    "$data": (_read_attributes, _FIELDS),
    "$object": (_read_attributes, _FIELDS),
    "$named": (_read_named, _FIELDS),
    "$model": (_read_model, frozenset({"fields", "unset"})),
    "$state": (_read_state, frozenset({"state"})),
    "$error": (_errors.read_error, _errors.ERROR_KEYS),
    "$group": (_errors.read_group, _errors.GROUP_KEYS),
    **{tag: (_reader_of(read), keys) for tag, (read, keys) in SCALAR_TAGS.items()},
}
