"""`typing`: inert names (see `stdlib_shims.forms`), and the classes that make something when derived from."""

from __future__ import annotations

import collections
import collections.abc
import sys
import typing
from collections.abc import Iterable
from typing import Any, Final, NoReturn

from stdlib_shims.forms import OURS, Form, Generic, Variable, identity, new_type
from stdlib_shims.modules.shim_collections import Counter, OrderedDict, namedtuple, with_replace
from stdlib_shims.names import check_field
from stdlib_shims.protocols import Protocol, ProtocolForm, make_checkable
from stdlib_shims.refusals import Refused
from stdlib_shims.run import Run, require_class
from stdlib_shims.tables import refuse, words

_SAID: Final = words(
    """
    AbstractSet Annotated Any BinaryIO ClassVar Concatenate Final IO LiteralString Literal Never NoReturn
    NotRequired Optional ReadOnly Required Self SupportsAbs SupportsBytes SupportsComplex SupportsFloat
    SupportsIndex SupportsInt SupportsRound TextIO Type TypeAlias TypeGuard TypeIs Union Unpack
    """
)
_ABSTRACT: Final = words(
    """
    AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection Container Coroutine Generator
    Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence
    MutableSet Reversible Sequence Sized ValuesView
    """
)
_CONCRETE: Final[dict[str, type]] = {
    "Dict": dict,
    "FrozenSet": frozenset,
    "List": list,
    "Set": set,
    "Tuple": tuple,
    "ChainMap": collections.ChainMap,
    "Counter": Counter,
    "DefaultDict": collections.defaultdict,
    "Deque": collections.deque,
    "OrderedDict": OrderedDict,
}

REFUSES: Final[dict[str, str]] = {
    **refuse("ForwardRef get_type_hints get_args get_origin evaluate_forward_ref", "annotations are never evaluated"),
    **refuse("clear_overloads get_overloads get_protocol_members is_protocol", "it looks into the typing machinery"),
    "is_typeddict": "a TypedDict is a dict at run time",
    **refuse("ParamSpecArgs ParamSpecKwargs", "write P.args and P.kwargs in annotations"),
    "no_type_check_decorator": "it is gone from newer Pythons",
    "reveal_type": "it prints; run the type checker instead",
    "ByteString": "it is gone from newer Pythons; use bytes | bytearray",
    **refuse("Match Pattern", "they live in re"),
}


def type_alias(name: str, value: Any, *, type_params: tuple[Any, ...] = ()) -> Form:
    """Return a name for a type."""
    return Form(name)


def cast(typ: Any, val: Any) -> Any:
    """Return the value."""
    return val


def assert_type(val: Any, typ: Any, /) -> Any:
    """Return the value."""
    return val


def assert_never(arg: Any, /) -> NoReturn:
    """Refuse to be reached."""
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")


def overload(function: Any) -> Any:
    """Return a function that cannot be called: the definition after the overloads takes its name."""

    def overloaded(*args: Any, **kwargs: Any) -> NoReturn:
        raise Refused("a call of an overload", "define the function itself after its overloads, without @overload")

    return overloaded


def deprecated(message: str, /, **options: Any) -> Any:
    """Return a decorator that changes nothing: warnings belong to the process."""
    return identity


def dataclass_transform(**options: Any) -> Any:
    """Return a decorator that changes nothing: it speaks to type checkers."""
    return identity


class _Fields(type):
    """Makes the class of a NamedTuple from a class body, and proves its field names harmless."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
        if len(_specific(bases)) > 1:
            raise Refused(f"another base beside NamedTuple in class {name}", "derive from NamedTuple alone")
        form: Any = typing.NamedTuple
        (real,) = form.__mro_entries__((form,))
        made = with_replace(type(real)(name, (real,), namespace))
        for field in made._fields:
            check_field(field, f"NamedTuple {name}")
        return made


class NamedTupleForm(Form, seal=OURS):
    """`typing.NamedTuple`: a base class, and a function from a name and pairs."""

    __slots__ = ()

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return (_NAMED_TUPLE,)

    def __call__(self, typename: str, fields: Iterable[tuple[str, Any]] = (), /) -> Any:
        caller = sys._getframe(1).f_globals["__name__"]
        made = namedtuple(typename, [name for name, _ in fields])
        made.__module__ = caller
        return made


class _Keys(type):
    """Makes the class of a TypedDict from a class body. That it is generic, too, is only said."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        form: Any = typing.TypedDict
        (real,) = form.__mro_entries__((form,))
        kept = tuple(real if base is _TYPED_DICT else base for base in _specific(bases))
        return type(real)(name, kept, namespace, **options)


class TypedDictForm(Form, seal=OURS):
    """`typing.TypedDict`: a base class, and a function from a name and the types of keys."""

    __slots__ = ()

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return (_TYPED_DICT,)

    def __call__(self, typename: str, fields: dict[str, Any], /, *, total: bool = True) -> Any:
        caller = sys._getframe(1).f_globals["__name__"]
        form: Any = typing.TypedDict
        made = form(typename, fields, total=total)
        made.__module__ = caller
        return made


def _specific(bases: tuple[type, ...]) -> tuple[type, ...]:
    return tuple(base for base in bases if base is not Generic and base is not typing.Generic)


_TYPED_DICT: Final = type.__new__(_Keys, "TypedDict", (), {})
_NAMED_TUPLE: Final = type.__new__(_Fields, "NamedTuple", (), {})


OFFERS: Final[dict[str, Any]] = {
    **{name: Form(f"typing.{name}") for name in _SAID},
    **{name: Form(f"typing.{name}", getattr(collections.abc, name)) for name in _ABSTRACT},
    **{name: Form(f"typing.{name}", target) for name, target in _CONCRETE.items()},
    "AsyncContextManager": Form("typing.AsyncContextManager"),
    "ContextManager": Form("typing.ContextManager"),
    "NoDefault": Form("typing.NoDefault"),
    "TypeAliasType": type_alias,
    "AnyStr": Variable("AnyStr"),
    "Generic": Generic,
    "NamedTuple": NamedTupleForm("typing.NamedTuple"),
    "NewType": new_type,
    "ParamSpec": Variable,
    "Protocol": ProtocolForm("typing.Protocol", Protocol),
    "TYPE_CHECKING": False,
    "Text": Form("typing.Text", str),
    "TypeVar": Variable,
    "TypeVarTuple": Variable,
    "TypedDict": TypedDictForm("typing.TypedDict"),
    "assert_never": assert_never,
    "assert_type": assert_type,
    "cast": cast,
    "dataclass_transform": dataclass_transform,
    "deprecated": deprecated,
    "final": identity,
    "no_type_check": identity,
    "overload": overload,
    "override": identity,
}


def bind(run: Run) -> dict[str, Any]:
    """Return `runtime_checkable` for the run's own protocols."""

    def runtime_checkable(cls: Any) -> Any:
        require_class(run, cls, "runtime_checkable")
        return make_checkable(cls)

    return {"runtime_checkable": runtime_checkable}
