"""What a class is made of, read without running any code of its author.

Attributes are read from the instance's dict and slots, never through `__getattr__` or a property; classes
are told apart by their MRO, never by `__class__`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import field
from enum import Enum, StrEnum
from types import BuiltinFunctionType, MemberDescriptorType
from typing import Any, Final
from weakref import WeakKeyDictionary

from vm.core.codec._types import MARK
from vm.core.frozen import frozen

_MRO: Final = type.__dict__["__mro__"].__get__
_CLASS_DICT: Final = type.__dict__["__dict__"].__get__
_MISSING: Final = object()


class Kind(StrEnum):
    """How a class's instances cross. The value is the tag, after `$`."""

    ERROR = "error"
    GROUP = "group"
    ENUM = "enum"
    STATE = "state"  # @serializable with to_state
    OBJECT = "object"  # @serializable by its attributes
    MODEL = "model"  # pydantic
    DATA = "data"  # dataclass
    NAMED = "named"  # NamedTuple


@frozen
class Shape:
    """How to take an instance apart and put one together. `names` are the declared fields, in order."""

    kind: Kind
    names: tuple[str, ...] = ()
    slots: dict[str, MemberDescriptorType] = field(default_factory=dict)


_shapes: Final[WeakKeyDictionary[type, Shape | None]] = WeakKeyDictionary()


def shape_of(cls: type) -> Shape | None:
    """Return how instances of `cls` cross, or None when they cannot."""
    shape = _shapes.get(cls, _MISSING)
    if shape is _MISSING:
        shape = _shapes[cls] = _find_shape(cls)
    return shape  # type: ignore[return-value]


def _find_shape(cls: type) -> Shape | None:
    if issubclass(cls, BaseException):
        return Shape(Kind.GROUP if issubclass(cls, BaseExceptionGroup) else Kind.ERROR, slots=_slots_of(cls))
    if issubclass(cls, Enum):
        return Shape(Kind.ENUM)
    if issubclass(cls, tuple):
        names = find_attribute(cls, "_fields")
        return Shape(Kind.NAMED, names) if type(names) is tuple else None
    if not _is_bare(cls):
        return None
    if find_attribute(cls, MARK) is not None and find_attribute(cls, "to_state") is not None:
        return Shape(Kind.STATE)
    if find_attribute(cls, "model_validate") and find_attribute(cls, "__pydantic_fields_set__"):
        return Shape(Kind.MODEL, tuple(cls.model_fields))  # type: ignore[attr-defined]
    if find_attribute(cls, "__dataclass_fields__") is not None:
        fields = dataclasses.fields(cls)  # type: ignore[arg-type]
        return Shape(Kind.DATA, tuple(item.name for item in fields), _slots_of(cls))
    if find_attribute(cls, MARK) is not None:
        return Shape(Kind.OBJECT, slots=_slots_of(cls))
    return None


def _is_bare(cls: type) -> bool:
    """Say whether an instance is nothing but its attributes: what `object.__new__` can make anew."""
    for base in _MRO(cls):
        new = _CLASS_DICT(base).get("__new__")
        if type(new) is BuiltinFunctionType:
            return new is object.__dict__["__new__"]
    raise AssertionError("object ends every MRO")


def _slots_of(cls: type) -> dict[str, MemberDescriptorType]:
    found: dict[str, MemberDescriptorType] = {}
    for base in reversed(_MRO(cls)):
        if "__slots__" in _CLASS_DICT(base):  # leaves out the members of builtin exceptions, written in C
            members = _CLASS_DICT(base).items()
            found.update((name, item) for name, item in members if type(item) is MemberDescriptorType)
    return found


def find_attribute(cls: type, name: str) -> Any:
    """Return what the class body of `cls` or of a base binds to `name`, unbound; None when nothing does."""
    for base in _MRO(cls):
        found = _CLASS_DICT(base).get(name)
        if found is not None:
            return found
    return None


def class_owning(cls: type, name: str) -> type:
    """Return the class of the MRO of `cls` whose body binds `name`."""
    bases: tuple[type, ...] = _MRO(cls)
    return next(base for base in bases if name in _CLASS_DICT(base))


def type_name(cls: type) -> str:
    """Return `module//Qual.Name`, as the class says it."""
    module = _CLASS_DICT(cls).get("__module__", "builtins")
    name: str = type.__dict__["__qualname__"].__get__(cls)
    return f"{module}//{name}"


def instance_dict(value: object) -> dict[str, Any]:
    """Return the instance's own dict, or an empty one."""
    try:
        found: dict[str, Any] = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    return found


def read_attributes(shape: Shape, value: object) -> dict[str, Any]:
    """Return what `value` holds: declared fields first, then whatever else was set on it."""
    own = instance_dict(value)
    found = {}
    for name in (*shape.names, *own, *shape.slots):
        if name in own:
            found[name] = own[name]
        elif name in shape.slots and (item := _read_slot(shape.slots[name], value)) is not _MISSING:
            found[name] = item
        elif name not in shape.slots and (item := find_attribute(type(value), name)) is not None:
            found[name] = item  # a dataclass field with init=False: its default stays on the class
    return found


def instance_attributes(value: object) -> dict[str, Any]:
    """Return the attributes of any object, for reports."""
    shape = shape_of(type(value))
    if shape is not None and shape.kind is Kind.NAMED:
        return dict(zip(shape.names, tuple.__iter__(value), strict=False))  # type: ignore[arg-type]
    return instance_dict(value) if shape is None else read_attributes(shape, value)


def _read_slot(slot: MemberDescriptorType, value: object) -> Any:
    try:
        return slot.__get__(value)
    except AttributeError:  # never set
        return _MISSING


def write_attribute(shape: Shape, value: object, name: str, item: object) -> None:
    """Set an attribute on `value`, past frozen dataclasses, properties and `__setattr__`."""
    slot = shape.slots.get(name)
    if slot is None:
        instance_dict(value)[name] = item
    else:
        slot.__set__(value, item)
