"""Objects to canonical text.

Containers are numbered in the order met: those that can be filled later (list, dict, object) when they are
begun, those that cannot (tuple, frozenset, NamedTuple, model) when their members are done. The decoder counts
the same way, so only what points back (`{"$ref":n}`) is marked, and what is not shared carries no mark.
A cycle through a tuple is written as pickle writes it: the tuple's members lead back to the tuple, which is
then written whole inside of itself; outside, `{"$last":[members, {"$ref":n}]}` takes that inner one.

Constants have no identity: a short tuple or frozenset of nothing but scalars is written out again rather than
pointed to. Which equal constants of a source file are one object is the compiler's choice, and a journal must
not tell. Long ones are pointed to, lest a few lines of source make a text without end.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import Flag
from typing import Any, Final

from vm.core.codec import _errors
from vm.core.codec._record import Record
from vm.core.codec._refusal import Refusal
from vm.core.codec._scalars import JOINS, MANY, SCALARS, are_plain, quoter_of
from vm.core.codec._shapes import Kind, Shape, find_attribute, instance_dict, read_attributes, shape_of
from vm.core.codec._types import PLAIN, Types
from vm.core.events import quote

MAX_DEPTH: Final = 200  # a C parser recurses; 200 levels stay well inside of every supported Python's limit
_MAX_CONSTANT: Final = 1024  # characters of a tuple that is written out again
_MAX_TRIALS: Final = 6  # sets inside sets; each level is written twice

_scalar_types: Final = SCALARS.keys()


class Encoder:
    """Writes one payload. Use `write` for the root, once."""

    __slots__ = ("_count", "_kept", "_numbers", "_states", "_trials", "depth", "types")

    def __init__(self, types: Types) -> None:
        self.types = types
        self._numbers: dict[int, int] = {}  # id of a container met -> its number
        self._count = 0
        self.depth = 0
        self._trials = 0
        self._kept: list[object] = []  # what only the encoder refers to: an id must not be used twice
        self._states: dict[int, Any] = {}

    def write(self, value: Any) -> str:
        """Return the text of `value`. Raises `Refusal`."""
        kind = type(value)
        scalar = SCALARS.get(kind)
        if scalar is not None:
            return scalar(value)
        writer = _CONTAINERS.get(kind) or self._find_writer(kind, value)
        if self.depth == MAX_DEPTH:
            raise Refusal(value, f"it lies more than {MAX_DEPTH} levels deep")
        self.depth += 1
        try:
            return writer(self, value)
        except Refusal as refusal:
            refusal.climb(value)
            raise
        finally:
            self.depth -= 1

    def attempt(self, write: Callable[[Any], str], value: Any) -> str | None:
        """Return what `write` makes of `value`, or None when it does not cross: then nothing was met."""
        mark = self._mark()
        try:
            return write(value)
        except Refusal:
            self._roll_back(mark)
            return None

    def join(self, members: Collection[Any]) -> str:
        """Return the texts of `members`, with commas between."""
        if len(members) >= MANY:
            kinds = set(map(type, members))
            if len(kinds) == 1 and (join := JOINS.get(kinds.pop())) is not None:
                return join(members)
        texts = []  # a loop: a comprehension is a frame more per level, of which Python 3.11 has a thousand
        for item in members:
            scalar = SCALARS.get(type(item))
            texts.append(self.write(item) if scalar is None else scalar(item))
        return ",".join(texts)

    def begin(self, value: object) -> str | None:
        """Number a container that is met for the first time; return the text that points to it otherwise."""
        number = self._numbers.get(id(value))
        if number is not None:
            return f'{{"$ref":{number}}}'
        self._numbers[id(value)] = self._count
        self._count += 1
        return None

    def find(self, value: object) -> str | None:
        """Return the text that points to a container written before, or None."""
        number = self._numbers.get(id(value))
        return None if number is None else f'{{"$ref":{number}}}'

    def finish(self, value: object, text: str, members: str) -> str:
        """Number an immutable container whose `text` is complete. `members` is what was written inside."""
        number = self._numbers.get(id(value))
        if number is not None:  # it was written whole while its members were
            return f'{{"$last":[{members},{{"$ref":{number}}}]}}'
        self._numbers[id(value)] = self._count
        self._count += 1
        return text

    def finish_constant(self, value: Sequence[Any] | frozenset[Any], text: str, members: str) -> str:
        """The same for one that may be a constant."""
        if len(text) <= _MAX_CONSTANT and self._is_constant(value):
            self._count += 1
            return text
        return self.finish(value, text, members)

    def name_of(self, value: object) -> str:
        """Return the quoted name of the class of `value`. Raises `Refusal` when this side knows none."""
        name = PLAIN.name_of(type(value)) or self.types.name_of(type(value))
        if name is None:
            raise Refusal(value, "its class is not one that the other side can find by name")
        return quote(name)

    def fields(self, fields: dict[str, Any]) -> str:
        """Return `fields` as the inside of a JSON object."""
        quote = quoter_of(fields)
        texts = []
        for key, item in fields.items():
            scalar = SCALARS.get(type(item))
            texts.append(f"{quote(key)}:{self.write(item) if scalar is None else scalar(item)}")
        return ",".join(texts)

    def set_members(self, members: Sequence[Any]) -> str:
        """Return the members' texts, sorted: the order of a set is no part of its value.

        A member's text may depend on what was numbered before it, so where members are numbered each is
        first written on trial, as if it came first.
        """
        mark = self._mark()
        if len(members) < 2:
            return self.join(members)
        if self._trials == _MAX_TRIALS:
            raise Refusal(members, f"sets of objects lie more than {_MAX_TRIALS} levels deep")
        trials, is_settled = [], True
        self._trials += 1
        for item in members:
            trials.append(self.write(item))
            if len(self._numbers) != mark[0]:
                is_settled = False
                self._roll_back(mark)
        self._trials -= 1
        if is_settled:
            return ",".join(sorted(trials))
        order = sorted(range(len(members)), key=trials.__getitem__)
        return self.join([members[index] for index in order])

    def state_of(self, value: Any) -> Any:
        """Return what the author's `to_state` says of `value`; it is asked once per payload."""
        if id(value) not in self._states:
            state = self._states[id(value)] = value.to_state()
            self._kept.append(state)
        return self._states[id(value)]

    def _is_constant(self, value: Iterable[Any]) -> bool:
        kinds = set(map(type, value))
        if kinds <= _scalar_types:
            return True
        if not kinds <= _CONSTANT_TYPES:
            return False
        return not any(id(item) in self._numbers for item in value if type(item) not in SCALARS)

    def _mark(self) -> tuple[int, int]:
        return len(self._numbers), self._count

    def _roll_back(self, mark: tuple[int, int]) -> None:
        while len(self._numbers) > mark[0]:
            self._numbers.popitem()
        self._count = mark[1]

    def _find_writer(self, kind: type, value: object) -> Callable[[Encoder, Any], str]:
        if kind is self.types.set_type:
            return _write_set
        if kind is self.types.frozenset_type:
            return _write_frozenset
        shape = shape_of(kind)
        if shape is None:
            raise Refusal(value, _why_not(kind))
        return _SHAPES[shape.kind]


def _why_not(kind: type) -> str:
    for base in (bool, int, float, str, bytes, bytearray, list, tuple, dict, set, frozenset):
        if issubclass(kind, base):
            return f"as a subclass of {base.__name__} it would come back as something else"
    return "nothing says how to make it again on the other side"


def _write_list(encoder: Encoder, value: list[Any]) -> str:
    return encoder.begin(value) or f"[{encoder.join(value)}]"


def _write_dict(encoder: Encoder, value: dict[Any, Any]) -> str:
    pointer = encoder.begin(value)
    if pointer is not None:
        return pointer
    if not value:
        return "{}"
    if set(map(type, value)) == {str} and next(iter(value))[:1] != "$" and are_plain(value):
        return f"{{{encoder.fields(value)}}}"
    pairs = ",".join([f"[{encoder.write(key)},{encoder.write(item)}]" for key, item in value.items()])
    return f'{{"$dict":[{pairs}]}}'


def _write_tuple(encoder: Encoder, value: tuple[Any, ...]) -> str:
    pointer = encoder.find(value)
    if pointer is not None:
        return pointer
    members = encoder.join(value)
    return encoder.finish_constant(value, f'{{"$tuple":[{members}]}}', members)


def _write_set(encoder: Encoder, value: set[Any]) -> str:
    return encoder.begin(value) or f'{{"$set":[{encoder.set_members(list(value))}]}}'


def _write_frozenset(encoder: Encoder, value: frozenset[Any]) -> str:
    pointer = encoder.find(value)
    if pointer is not None:
        return pointer
    members = encoder.set_members(list(value))
    return encoder.finish_constant(value, f'{{"$frozenset":[{members}]}}', members)


def _write_bytearray(encoder: Encoder, value: bytearray) -> str:
    return encoder.begin(value) or f'{{"$bytearray":"{b64encode(value).decode()}"}}'


def _write_enum(encoder: Encoder, value: Any) -> str:
    name = instance_dict(value).get("_name_")
    members = find_attribute(type(value), "_member_map_")
    if name is not None and members.get(name) is value:
        return f'{{"$enum":{encoder.name_of(value)},"name":{quote(name)}}}'
    if isinstance(value, Flag):
        return f'{{"$enum":{encoder.name_of(value)},"value":{encoder.write(instance_dict(value)["_value_"])}}}'
    raise Refusal(value, "it is no longer a member of its enum")


def _write_attributes(encoder: Encoder, value: object) -> str:
    shape = _shape(value)
    pointer = encoder.begin(value)
    if pointer is not None:
        return pointer
    fields = encoder.fields(read_attributes(shape, value))
    return f'{{"${shape.kind}":{encoder.name_of(value)},"fields":{{{fields}}}}}'


def _write_named(encoder: Encoder, value: tuple[Any, ...]) -> str:
    pointer = encoder.find(value)
    if pointer is not None:
        return pointer
    names, members = _shape(value).names, tuple(tuple.__iter__(value))
    if instance_dict(value) or len(names) != len(members):
        raise Refusal(value, "it holds more than its fields")
    return _finish_fields(encoder, value, Kind.NAMED, dict(zip(names, members, strict=True)))


def _write_model(encoder: Encoder, value: Any) -> str:
    pointer = encoder.find(value)
    if pointer is not None:
        return pointer
    names, own = _shape(value).names, instance_dict(value)
    fields = {name: own[name] for name in names if name in own}
    unset = [name for name in fields if name not in object.__getattribute__(value, "__pydantic_fields_set__")]
    fields.update(object.__getattribute__(value, "__pydantic_extra__") or {})
    return _finish_fields(encoder, value, Kind.MODEL, fields, unset)


def _finish_fields(
    encoder: Encoder,
    value: object,
    kind: Kind,
    fields: dict[str, Any],
    unset: Sequence[str] = (),
    name: str = "",
) -> str:
    texts = [encoder.write(item) for item in fields.values()]
    items = ",".join([f"{quote(key)}:{text}" for key, text in zip(fields, texts, strict=True)])
    extra = f',"unset":[{encoder.join(unset)}]' if unset else ""
    text = f'{{"${kind}":{name or encoder.name_of(value)},"fields":{{{items}}}{extra}}}'
    return encoder.finish(value, text, ",".join(texts))


def _write_state(encoder: Encoder, value: Any) -> str:
    return _finish_state(encoder, value, encoder.name_of(value), encoder.state_of)


def _finish_state(encoder: Encoder, value: Any, name: str, state_of: Callable[[Any], Any]) -> str:
    pointer = encoder.find(value)
    if pointer is not None:
        return pointer
    state = encoder.write(state_of(value))
    if encoder.find(value) is not None:
        raise Refusal(value, "its state leads back to it, and from_state would need itself to make it")
    return encoder.finish(value, f'{{"${Kind.STATE}":{name},"state":{state}}}', state)


def _write_record(encoder: Encoder, value: Record) -> str:
    kind, name = value._kind, quote(value._type_name)
    if kind is Kind.STATE:
        return _finish_state(encoder, value, name, lambda record: record._state)
    if kind is Kind.ENUM:
        return f'{{"$enum":{name},{encoder.fields(value._fields)}}}'
    if kind in (Kind.NAMED, Kind.MODEL):
        pointer = encoder.find(value)
        return pointer or _finish_fields(encoder, value, kind, value._fields, value._unset, name)
    pointer = encoder.begin(value)
    return pointer or f'{{"${kind}":{name},"fields":{{{encoder.fields(value._fields)}}}}}'


def _shape(value: object) -> Shape:
    shape = shape_of(type(value))
    if shape is None:
        raise AssertionError("a writer is found by shape")
    return shape


_CONSTANT_TYPES: Final = _scalar_types | {tuple, frozenset}

_CONTAINERS: Final[dict[type, Callable[[Encoder, Any], str]]] = {
    list: _write_list,
    dict: _write_dict,
    tuple: _write_tuple,
    set: _write_set,
    frozenset: _write_frozenset,
    bytearray: _write_bytearray,
    Record: _write_record,
}

_SHAPES: Final[dict[Kind, Callable[[Encoder, Any], str]]] = {
    Kind.ERROR: _errors.write_error,
    Kind.GROUP: _errors.write_group,
    Kind.ENUM: _write_enum,
    Kind.STATE: _write_state,
    Kind.MODEL: _write_model,
    Kind.OBJECT: _write_attributes,
    Kind.DATA: _write_attributes,
    Kind.NAMED: _write_named,
}
