"""Guards of attributes: how a run's code reads, writes and deletes what the policy could not decide.

A name that was computed, a private one, one whose danger depends on the receiver, one that is read off `super()`.
"""

from __future__ import annotations

import decimal
import re
import types
from abc import ABCMeta
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

from stdlib_shims import replaced
from stdlib_shims.newer import NEWER, is_newer, missing
from stdlib_shims.run import owns_function
from stdlib_shims.standing import bounded, is_host_function
from vm.errors import AccessRefused
from vm.sandbox import names
from vm.sandbox.classes import own_type, shown_mro
from vm.sandbox.ordered_views import OrderedItems, OrderedKeys
from vm.sandbox.ownership import Ownership
from vm.sandbox.placeholder import Placeholder, derive
from vm.sandbox.project import Project, read_name
from vm.sandbox.texts import clean, make_formatters
from vm.sandbox.values import METHOD_NAMES, method

_MISSING: Final = object()
_IN_A_STEP: Final = "leave it out, or do this in a step"
_WRITABLE_KINDS: Final = frozenset((Project, Placeholder, types.SimpleNamespace, decimal.Context))
"""Kinds whose instances are a run's own, though the kind is not."""
_C_METHODS: Final = (types.BuiltinMethodType, types.MethodDescriptorType, types.MethodWrapperType)
_GENERATORS: Final = (types.GeneratorType, types.AsyncGeneratorType)


class Attributes:
    """Guards of attributes, which need to know the run: as shims see it (`run`), and by what its code `own`s."""

    def __init__(self, run: Any, own: Ownership) -> None:
        self._run = run
        self._own = own
        self._formatters = make_formatters(self.read)

    # ---- reading

    def read(self, obj: object, name: str) -> Any:
        """Read an attribute whose name was computed, as the policy would let the author read it by name."""
        check_name(name)
        if names.is_special(name):
            return self._read_special(obj, name)
        if name in names.DYNAMIC or name in names.REPLACED:
            return self.read_dynamic(obj, name)
        if name in METHOD_NAMES:
            return method(obj, name)
        return self.read_private(obj, name) if names.is_private(name) else getattr(obj, name)

    def read_doc(self, obj: object) -> str | None:
        """Read the author's documentation. The library's differs by version, and is gone under -OO."""
        source = getattr(obj, "__func__", None) or getattr(obj, "fget", None) or obj
        if self._own.is_own(obj) or self._own.owns(obj) or owns_function(source) or type(obj) is Project:
            return getattr(obj, "__doc__", None)
        return None

    def _read_special(self, obj: object, name: str) -> Any:
        if name == "__doc__":
            return self.read_doc(obj)
        if name in names.READABLE:
            return getattr(obj, name)
        if name == "__class__":
            return own_type(obj)
        return self.vars(obj) if name == "__dict__" else refuse_name(name)

    def getattr(self, obj: object, name: str, default: Any = _MISSING, /) -> Any:
        if type(name) is str and names.is_open(name):
            return getattr(obj, name) if default is _MISSING else getattr(obj, name, default)
        if default is _MISSING:
            return self.read(obj, name)
        try:
            return self.read(obj, name)
        except AttributeError:
            return default

    def hasattr(self, obj: object, name: str, /) -> bool:
        if type(name) is str and names.is_open(name):
            return hasattr(obj, name)
        try:
            self.read(obj, name)
        except AttributeError:
            return False
        return True

    def read_private(self, obj: Any, name: str) -> Any:
        if type(obj) is Project:
            return read_name(obj, name)
        if self._own.is_own(obj):
            return getattr(obj, name)
        if name in names.NAMEDTUPLE_NAMES and _is_tuple(obj):
            found = getattr(obj, name)
            return dict(found) if name == "_field_defaults" else found  # the class's own: all runs share it
        if type(obj) is Placeholder:
            return derive(obj, f".{name}")
        raise AccessRefused(f"{name} is private to a {type(obj).__name__}", fix="use its public names")

    def read_dynamic(self, obj: Any, name: str) -> Any:
        """Read a name whose danger depends on the receiver. `super()` is looked through to its instance."""
        if type(obj) is str and name in self._formatters:
            return self._formatters[name](obj)
        if name in NEWER and is_newer(obj, name):
            raise missing(obj, name)
        if type(obj) is super and name in names.CLOCK_NAMES:
            return self.read_dynamic(obj.__self__, name)  # type: ignore[attr-defined]
        if name in names.CLOCK_NAMES:
            from stdlib_shims import clock

            answer = clock.answer(self._run, obj, name)
            return getattr(obj, name) if answer is None else answer
        if name == "obj":
            return None if isinstance(obj, AttributeError) and not self._own.is_own(obj) else obj.obj
        if name in names.VIEW_NAMES:
            return _read_view(obj, name)
        found = getattr(obj, name)
        if type(obj) is super and is_host_function(found):
            return self.read_super(obj, name)
        if name in NEWER:
            return found
        if name in names.REPLACED:
            return replaced.method(name, found) or found
        if name == "register":
            return _refuse_register(found)
        if name == "mro":
            return _guard_mro(obj, found)
        if name == "re":
            return _guard_pattern(found) if isinstance(found, re.Pattern) else found
        if name in names.PROPERTY_NAMES:
            return _refuse_function(found, name)
        return self._guard_text(found, name) if name in self._formatters else _guard_driving(found, name)

    def _guard_text(self, found: Any, name: str) -> Any:
        """Give back a safe `format`, however the real one was come by: from a text, its class or super()."""
        if not isinstance(found, _C_METHODS):
            return found
        bind = self._formatters[name]
        receiver = getattr(found, "__self__", None)
        if isinstance(receiver, str):
            return bind(receiver)
        if getattr(found, "__objclass__", None) is not str:
            return found

        def unbound(text: str, /, *args: Any, **kwargs: Any) -> str:
            return bind(text)(*args, **kwargs)

        return unbound

    def read_unbound(self, cls: object, name: str) -> Any:
        """`Base.__init__`, where Base is the author's or an exception."""
        if isinstance(cls, type) and (self._own.owns(cls) or issubclass(cls, Exception) or cls is object):
            found = getattr(cls, name)
            return _for_instances_of(cls, found) if isinstance(found, types.FunctionType) else found
        raise AccessRefused(
            f"{name} can only be read on a class of the workflow's own", fix=f"write super().{name}(...)"
        )

    def super(self, cls: object, instance: object, /) -> Any:
        if not self._own.owns(cls):
            raise AccessRefused("super(A, x) needs a class of the workflow's own", fix="write super() inside the class")
        return super(cls, instance)

    def read_super(self, parent: Any, name: str) -> Any:
        """`super().name` where the receiver may be a class: a function for instances of its class only."""
        found = getattr(parent, name)
        return bounded(found, name, parent.__self_class__.__mro__) if is_host_function(found) else found

    def require_instance(self, obj: Any) -> None:
        """Refuse a class, or what is not the author's, for the receiver of a method that uses `super()`."""
        if isinstance(obj, type) or not self._own.is_own(obj):
            raise AccessRefused("the method of an object was called on something else", fix="call it on an instance")

    def vars(self, obj: object = _MISSING, /) -> dict[str, Any]:
        """Return a copy of an own object's attributes."""
        if obj is _MISSING or not self._own.is_own(obj):
            raise AccessRefused("vars(x) works on the workflow's own objects only", fix="name the attributes you want")
        found = (
            object.__getattribute__(obj, "__dict__")
            if not isinstance(obj, type)
            else type.__getattribute__(obj, "__dict__")
        )
        return {name: value for name, value in found.items() if not name.startswith((".", "__"))}

    # ---- writing

    def require_own(self, obj: Any) -> Any:
        """Give back an object that the author may write to.

        Raises:
            AccessRefused: It is not of a class that this run made.
        """
        if self._own.is_own(obj) or type(obj) in _WRITABLE_KINDS:
            return obj
        raise AccessRefused(
            f"attributes of a {type(obj).__name__} cannot be set in workflow code",
            fix="set attributes on objects of your own classes; the others belong to all runs",
        )

    def require_error(self, obj: Any) -> Any:
        """Give back an error of a class that this run made, whose cause and context the author may set."""
        if issubclass(type(obj), BaseException) and self._own.is_own(obj):
            return obj
        raise AccessRefused(
            f"the cause and the context of a {type(obj).__name__} cannot be set in workflow code",
            fix="write `raise error from cause`",
        )

    def set(self, obj: object, name: str, value: object, /) -> None:
        """`setattr`, and `object.__setattr__` for frozen dataclasses."""
        check_name(name)
        if names.is_special(name) and name not in names.WRITABLE:
            refuse_name(name)
        self.require_own(obj)
        if name in names.CHAINING:
            self.require_error(obj)
        if type(obj) in _WRITABLE_KINDS or isinstance(obj, type):
            setattr(obj, name, value)
        else:
            object.__setattr__(obj, name, value)

    def delete(self, obj: object, name: str, /) -> None:
        check_name(name)
        if names.is_special(name):
            refuse_name(name)
        delattr(self.require_own(obj), name)


def _for_instances_of(cls: type, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return `function`, which may be a library's and write to whatever it is given, for instances of `cls` only."""

    def method(self: object, /, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(self, cls):
            raise AccessRefused(f"{cls.__name__}.{function.__name__} needs a {cls.__name__}", fix="give it one")
        return function(self, *args, **kwargs)

    return method


def check_name(name: object) -> None:
    """Refuse a computed attribute name that is not plain text, or that source could not spell either."""
    if type(name) is not str:
        raise TypeError("attribute name must be string")
    if name in names.DENIED or name.startswith("."):
        refuse_name(name)


def refuse_name(name: str) -> NoReturn:
    raise AccessRefused(f".{name} is not allowed in workflow code", fix=_IN_A_STEP)


def _is_tuple(obj: object) -> bool:
    kind = obj if isinstance(obj, type) else type(obj)
    return issubclass(kind, tuple)


def _read_view(obj: Any, name: str) -> Any:
    """Read `keys` or `items`; those of real dicts and of the library's mappings come as ordered views."""
    found = getattr(obj, name)
    if isinstance(found, _FUNCTIONS) and found in _UNBOUND_VIEWS:
        return _VIEWERS[name]
    if isinstance(found, _C_METHODS):
        receiver = getattr(found, "__self__", None)
        is_ours = isinstance(receiver, (dict, types.MappingProxyType))
    else:
        is_ours = isinstance(found, types.MethodType) and found.__func__ in _UNBOUND_VIEWS
        receiver = found.__self__ if is_ours else None
    return _bind(_VIEWERS[name], receiver) if is_ours else found


_FUNCTIONS: Final = (types.MethodDescriptorType, types.FunctionType)
_UNBOUND_VIEWS: Final = frozenset(
    getattr(kind, name) for kind in (dict, OrderedDict, types.MappingProxyType, Mapping) for name in names.VIEW_NAMES
)


def _keys(mapping: Any, /) -> OrderedKeys:
    return OrderedKeys(mapping)


def _items(mapping: Any, /) -> OrderedItems:
    return OrderedItems(mapping)


_VIEWERS: Final[Mapping[str, Callable[[Any], Any]]] = {"keys": _keys, "items": _items}


def _bind(function: Callable[[Any], Any], receiver: Any) -> Callable[[], Any]:
    """Return a function of nothing. Not a `partial`, which shows what it holds."""

    def call() -> Any:
        return function(receiver)

    return call


def _guard_mro(obj: Any, found: Any) -> Any:
    """`C.mro()`: without what stands behind our classes."""
    if found == type.mro:
        return shown_mro
    return _bind(shown_mro, found.__self__) if _is_of_type(found) else found


def _is_of_type(found: Any) -> bool:
    return isinstance(found, _C_METHODS) and isinstance(getattr(found, "__self__", None), type)


def _guard_pattern(pattern: re.Pattern[Any]) -> Any:
    """Return the pattern of a match as `re.compile` of the face gives it."""
    from stdlib_shims.modules.shim_re import compile

    return compile(pattern)


def _refuse_register(found: Any) -> Any:
    if getattr(found, "__func__", None) is ABCMeta.register or found is ABCMeta.register:
        raise AccessRefused(".register of an abstract class is not allowed: it changes the process", fix=_IN_A_STEP)
    return found


def _refuse_function(found: Any, name: str) -> Any:
    if is_host_function(found):
        raise AccessRefused(f".{name} of a library's property is not allowed", fix="read the attribute")
    return found


def _guard_driving(found: Any, name: str) -> Any:
    """Generators may be driven; coroutines and what async generators give are the kernel's to drive."""
    is_foreign = isinstance(found, _C_METHODS) or is_host_function(found)
    if is_foreign and not isinstance(getattr(found, "__self__", None), _GENERATORS):
        raise AccessRefused(f".{name} drives a coroutine by hand", fix="await it, or give it to create_task(...)")
    return found


def super_text(receiver: Any, name: str) -> Callable[..., str]:
    method = getattr(receiver, name)

    def text(*arguments: Any) -> str:
        return clean(method(*arguments))

    return text
