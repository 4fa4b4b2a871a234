"""Exceptions across the boundary. They never fail to encode: what does not cross is left behind.

An exception is rebuilt without its `__init__`, whose signature nobody knows: the builtin class below it makes
the object, `args` and attributes are put back. A class that words its own text (`__str__`) has that text
written too, for a side that does not know the class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from vm.core.addresses import without_addresses
from vm.core.codec._shapes import (
    class_owning,
    instance_dict,
    read_attributes,
    shape_of,
    type_name,
    write_attribute,
)
from vm.core.codec._types import BUILTIN_ERRORS, PLAIN
from vm.core.events import quote
from vm.errors import MalformedValue, RemoteError

if TYPE_CHECKING:
    from vm.core.codec._decode import Decoder
    from vm.core.codec._encode import Encoder

ERROR_KEYS: Final = frozenset({"args", "message", "attributes", "notes", "cause", "context"})
GROUP_KEYS: Final = frozenset({"text", "errors", "attributes", "notes", "cause", "context"})

_MESSAGE: Final = "__vm_message__"  # the own text of an exception that was decoded, kept in its dict
_REMOTE: Final = PLAIN.name_of(RemoteError)

_MAX_DEPTH: Final = 100  # levels; a longer chain of causes is cut there

_args: Final = BaseException.__dict__["args"]
_cause: Final = BaseException.__dict__["__cause__"]
_context: Final = BaseException.__dict__["__context__"]
_is_context_suppressed: Final = BaseException.__dict__["__suppress_context__"]
_group_text: Final = BaseExceptionGroup.__dict__["message"]
_group_errors: Final = BaseExceptionGroup.__dict__["exceptions"]

_C_ATTRIBUTES: Final[Mapping[type, tuple[str, ...]]] = {  # of builtin exceptions, where `args` does not tell them
    OSError: ("filename", "filename2"),
    ImportError: ("name", "path"),
}


def write_error(encoder: Encoder, error: BaseException) -> str:
    """Return the text of an exception that is no group."""
    if isinstance(error, RemoteError) and error.exceptions is not None:
        return write_group(encoder, error)
    pointer = encoder.begin(error)
    if pointer is not None:
        return pointer
    args = _join(encoder, _clean(_args.__get__(error)))
    if args is None:
        args = encoder.write(_text_of(error))
    own = _own_text_of(error)
    message = "" if own is None else f',"message":{encoder.write(own)}'
    extras = "".join(text for text, _ in _extras(encoder, error))
    return f'{{"$error":{_name_of(encoder, error)},"args":[{args}]{message}{extras}}}'


def write_group(encoder: Encoder, group: BaseExceptionGroup[Any] | RemoteError) -> str:
    """Return the text of an exception group, or of what stands in for one."""
    pointer = encoder.find(group)
    if pointer is not None:
        return pointer
    if isinstance(group, RemoteError):
        text, errors = RemoteError.__str__(group), group.exceptions or ()
    else:
        text, errors = _group_text.__get__(group), _group_errors.__get__(group)
    name, text = _name_of(encoder, group), encoder.write(str.__str__(text))
    members = _join(encoder, errors)
    if members is None:  # it comes back as a stand-in that holds nothing
        return encoder.begin(group) or f'{{"$error":{name},"args":[{text}]}}'
    extras = list(_extras(encoder, group))
    inside = "".join(extra for extra, _ in extras)
    whole = f'{{"$group":{name},"text":{text},"errors":[{members}]{inside}}}'
    return encoder.finish(group, whole, ",".join([members, *(inner for _, inner in extras if inner)]))


def _clean(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """What the interpreter says of a value shows where it lies; so do many libraries."""
    if any(type(item) is str and " at 0x" in item for item in args):
        return tuple(without_addresses(item) if type(item) is str else item for item in args)
    return args


def _join(encoder: Encoder, values: tuple[Any, ...]) -> str | None:
    """Return the texts of `values`, or None when one does not cross or they lie too deep."""
    return encoder.attempt(encoder.join, values) if encoder.depth <= _MAX_DEPTH else None


def _extras(encoder: Encoder, error: BaseException) -> Iterator[tuple[str, str]]:
    """Yield what an exception carries beside its arguments: (JSON members, the encoded values in them)."""
    fields = {}
    for name, item in _attributes_of(error):
        text = encoder.attempt(encoder.write, item)
        if text is not None:
            fields[quote(name)] = text
    if fields:
        inside = ",".join(f"{name}:{text}" for name, text in fields.items())
        yield f',"attributes":{{{inside}}}', ",".join(fields.values())
    notes = instance_dict(error).get("__notes__")
    if type(notes) is list and notes and set(map(type, notes)) == {str}:
        yield f',"notes":[{encoder.join(notes)}]', ""
    cause, context = _cause.__get__(error), _context.__get__(error)
    key, source = ("cause", cause) if cause is not None else ("context", context)
    is_shown = cause is not None or not _is_context_suppressed.__get__(error)
    if source is not None and is_shown and encoder.depth <= _MAX_DEPTH:
        text = encoder.attempt(encoder.write, source)
        if text is not None:
            yield f',"{key}":{text}', text


def _attributes_of(error: BaseException) -> Iterator[tuple[str, Any]]:
    shape = shape_of(type(error))
    found = instance_dict(error) if isinstance(error, RemoteError) or shape is None else read_attributes(shape, error)
    for name, item in found.items():
        if type(name) is str and not name.startswith("__"):
            yield name, item
    for name, descriptor in _c_attributes(type(error)):
        if (item := descriptor.__get__(error)) is not None:
            yield name, item


def _c_attributes(cls: type) -> Iterator[tuple[str, Any]]:
    for base, names in _C_ATTRIBUTES.items():
        if issubclass(cls, base):
            yield from ((name, base.__dict__[name]) for name in names)


def _name_of(encoder: Encoder, error: BaseException) -> str:
    cls = type(error)
    if isinstance(error, RemoteError) and error.type_name:
        return quote(error.type_name)
    return quote(PLAIN.name_of(cls) or encoder.types.name_of(cls) or type_name(cls))


def _own_text_of(error: BaseException) -> str | None:
    if isinstance(error, RemoteError):
        return error.message
    kept = instance_dict(error).get(_MESSAGE)
    if type(kept) is str:
        return kept
    owner = class_owning(type(error), "__str__")
    return None if PLAIN.name_of(owner) is not None else _text_of(error)


def _text_of(error: BaseException) -> str:
    try:
        return without_addresses(str.__str__(str(error)))
    except Exception:  # noqa: BLE001 - an author's __str__ may raise anything; the failure it words must still cross
        return f"<{type_name(type(error)).rpartition('//')[2]} whose text cannot be read>"


def read_error(decoder: Decoder, node: dict[str, Any]) -> BaseException:
    """Make the exception that `write_error` wrote, or what stands in for it."""
    cls = _error_class(decoder, node["$error"])
    error: BaseException
    if cls is None or issubclass(cls, RemoteError | BaseExceptionGroup):
        error = _stand_in(node["$error"])
    else:
        error = _builtin_base(cls).__new__(cls)
    decoder.number(error)
    _put_args(error, tuple(decoder.members(node["args"])))
    if "message" in node:
        _put_message(error, decoder.read_text(node["message"]))
    _put_extras(error, *_read_extras(decoder, node))
    return error


def read_group(decoder: Decoder, node: dict[str, Any]) -> BaseException:
    """Make the group that `write_group` wrote, or what stands in for it."""
    cls = _error_class(decoder, node["$group"])
    text, errors = decoder.read_text(node["text"]), decoder.members(node["errors"])
    if not all(isinstance(error, BaseException) for error in errors):
        raise MalformedValue("a group holds what is no exception")
    extras = _read_extras(decoder, node)
    group: BaseException | None = None
    if cls is not None and issubclass(cls, BaseExceptionGroup):
        group = BaseExceptionGroup.__new__(cls, text, errors)
    if group is None or type(group) is not cls:  # a BaseExceptionGroup whose odd member came as RemoteError
        group = _stand_in(node["$group"], text, exceptions=tuple(errors))
    decoder.number(group)
    _put_extras(group, *extras)
    return group


def _error_class(decoder: Decoder, name: object) -> type[BaseException] | None:
    cls = decoder.find(name)
    return cls if cls is not None and issubclass(cls, BaseException) else None


def _stand_in(name: str, *args: Any, exceptions: tuple[BaseException, ...] | None = None) -> RemoteError:
    return RemoteError(*args, type_name="" if name == _REMOTE else name, exceptions=exceptions)


def _builtin_base(cls: type[BaseException]) -> type[BaseException]:
    return next(base for base in cls.__mro__ if base in BUILTIN_ERRORS)


def _put_args(error: BaseException, args: tuple[Any, ...]) -> None:
    if isinstance(error, OSError):
        if 2 <= len(args) <= 5:  # what OSError takes for (errno, strerror, ...)
            OSError.__dict__["errno"].__set__(error, args[0])
            OSError.__dict__["strerror"].__set__(error, args[1])
    elif not isinstance(error, RemoteError):
        with suppress(TypeError, ValueError):  # an author's subclass may give its base other arguments
            _builtin_base(type(error)).__init__(error, *args)
    _args.__set__(error, args)


def _put_message(error: BaseException, message: str) -> None:
    if isinstance(error, RemoteError):
        error.message = message
    else:
        instance_dict(error)[_MESSAGE] = message


def _read_extras(decoder: Decoder, node: dict[str, Any]) -> tuple[dict[str, Any], list[Any], Any, Any]:
    attributes = decoder.fields(node.get("attributes", {}))
    notes = [decoder.read_text(note) for note in decoder.raw_list(node.get("notes", []))]
    cause = decoder.read(node["cause"]) if "cause" in node else None
    context = decoder.read(node["context"]) if "context" in node else None
    return attributes, notes, cause, context


def _put_extras(error: BaseException, attributes: dict[str, Any], notes: list[Any], cause: Any, context: Any) -> None:
    shape, in_c = shape_of(type(error)), dict(_c_attributes(type(error)))
    for name, item in attributes.items():
        if name in in_c:
            in_c[name].__set__(error, item)
        elif isinstance(error, RemoteError) or shape is None:
            instance_dict(error)[name] = item
        else:
            write_attribute(shape, error, name, item)
    if notes:
        instance_dict(error)["__notes__"] = notes
    if cause is not None:
        _cause.__set__(error, cause)
    if context is not None:
        _context.__set__(error, context)
