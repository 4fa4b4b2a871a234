"""`dataclasses`: for the run's own classes, with field names checked and annotations read as text.

The real decorator writes source text from field names and runs it, and looks annotations up in
`sys.modules`. So names are checked first, and the three annotations that mean something are recognised here.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable
from dataclasses import KW_ONLY, MISSING, InitVar
from typing import Any, ClassVar, Final

from stdlib_shims.modules.shim_copy import deep_copy
from stdlib_shims.names import check_field
from stdlib_shims.protocols import ProtocolMeta
from stdlib_shims.refusals import Refused
from stdlib_shims.run import Run, require_class
from stdlib_shims.spending import charge
from stdlib_shims.tables import pick, refuse, words

OFFERS: Final[dict[str, Any]] = pick(dataclasses, "FrozenInstanceError InitVar KW_ONLY MISSING fields is_dataclass")

REFUSES: Final[dict[str, str]] = {
    "make_dataclass": "it makes classes from text; write a class with @dataclass",
    **refuse("Field", "use dataclasses.field(...)"),
}


class _Field(dataclasses.Field[Any]):
    """A field, which shows as before 3.14."""

    __slots__ = ()

    def __repr__(self) -> str:
        shown = ",".join(f"{name}={getattr(self, name)!r}" for name in _SHOWN)
        return f"Field({shown},_field_type={self._field_type})"  # type: ignore[attr-defined]


_Field.__name__ = _Field.__qualname__ = "Field"
_Field.__module__ = "dataclasses"
_SHOWN: Final = words("name type default default_factory init repr hash compare metadata kw_only")


def field(
    *,
    default: Any = MISSING,
    default_factory: Any = MISSING,
    init: bool = True,
    repr: bool = True,
    hash: bool | None = None,
    compare: bool = True,
    metadata: Any = None,
    kw_only: Any = MISSING,
) -> Any:
    """Say how a field of a dataclass is. `doc`, of 3.14, is not taken."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    options = {"init": init, "repr": repr, "hash": hash, "compare": compare, "metadata": metadata, "kw_only": kw_only}
    if default_factory is not MISSING:
        return dataclasses.field(default_factory=default_factory, **options)
    return dataclasses.field(default=default, **options)


OFFERS["field"] = field


def replace(obj: Any, /, **changes: Any) -> Any:
    """Return a new instance with some fields changed.

    Raises:
        TypeError: A change is of a field that `__init__` does not take; before 3.13, Python raises ValueError.
    """
    _require_instance(obj, "replace")
    for field in dataclasses.fields(obj):
        if not field.init and field.name in changes:
            raise TypeError(f"field {field.name} is declared with init=False, it cannot be specified with replace()")
    return dataclasses.replace(obj, **changes)


OFFERS["replace"] = replace

_OPTIONS: Final = frozenset({"eq", "frozen", "init", "kw_only", "match_args", "order", "repr", "slots", "unsafe_hash"})
_MEANING: Final = re.compile(r"\s*(?:\w+\s*\.\s*)?(ClassVar|InitVar|KW_ONLY)\s*(?:\[|$)")
_MARKS: Final[dict[str, Any]] = {"ClassVar": ClassVar[Any], "InitVar": InitVar(Any), "KW_ONLY": KW_ONLY}


def bind(run: Run) -> dict[str, Any]:
    """Return the decorator, which takes only the run's classes, and the two that copy."""

    def dataclass(cls: Any = None, /, **options: Any) -> Any:
        for option in options:
            if option not in _OPTIONS:
                raise Refused(f"dataclass({option}=...)", f"the options are: {', '.join(sorted(_OPTIONS))}")
        if cls is None:
            return lambda cls: _decorate(run, cls, options)
        return _decorate(run, cls, options)

    def asdict(obj: Any, *, dict_factory: Callable[[Any], Any] = dict) -> Any:
        _require_instance(obj, "asdict")
        return _as_dict(run, obj, dict_factory)

    def astuple(obj: Any, *, tuple_factory: Callable[[Any], Any] = tuple) -> Any:
        _require_instance(obj, "astuple")
        return _as_tuple(run, obj, tuple_factory)

    return {"dataclass": dataclass, "asdict": asdict, "astuple": astuple}


def _decorate(run: Run, cls: Any, options: dict[str, Any]) -> Any:
    require_class(run, cls, "dataclass")
    if isinstance(cls, ProtocolMeta) and cls._members is not None:
        # It matches whatever has its form, and its patterns would read private names there.
        raise Refused("a dataclass that is a protocol", "derive a dataclass from the protocol")
    # Only the class's own: `cls.__annotations__` of a class without any is its base's before 3.14.
    texts = inspect.get_annotations(cls)
    for name in texts:
        check_field(name, f"dataclass {cls.__name__}")
    cls.__annotations__ = {name: _meaning(text) for name, text in texts.items()}
    made = dataclasses.dataclass(cls, **options)
    made.__annotations__ = texts
    for name, field in made.__dataclass_fields__.items():
        if name in texts:
            field.type = texts[name]
        field.__class__ = _Field
    if made is not cls:  # slots=True makes the class again
        own: Callable[[type], object] = getattr(run, "own", lambda cls: None)
        own(made)
    return made


def _meaning(annotation: Any) -> Any:
    found = _MEANING.match(annotation) if isinstance(annotation, str) else None
    # Never the text itself: the real decorator would look it up in `sys.modules`, where the author's module is not.
    return _MARKS[found[1]] if found else object


def _require_instance(obj: Any, what: str) -> None:
    if isinstance(obj, type) or not dataclasses.is_dataclass(obj):
        raise TypeError(f"{what}() should be called on dataclass instances")


def _is_record(obj: Any) -> bool:
    return dataclasses.is_dataclass(obj) and not isinstance(obj, type)


def _as_dict(run: Run, obj: Any, factory: Callable[[Any], Any]) -> Any:
    def inner(value: Any) -> Any:
        charge(8)  # what is shared is made again each time it is met
        return _as_dict(run, value, factory)

    if _is_record(obj):
        return factory([(f.name, inner(getattr(obj, f.name))) for f in dataclasses.fields(obj)])
    return _inside(run, obj, inner)


def _as_tuple(run: Run, obj: Any, factory: Callable[[Any], Any]) -> Any:
    def inner(value: Any) -> Any:
        charge(8)
        return _as_tuple(run, value, factory)

    if _is_record(obj):
        return factory([inner(getattr(obj, f.name)) for f in dataclasses.fields(obj)])
    return _inside(run, obj, inner)


def _inside(run: Run, obj: Any, inner: Callable[[Any], Any]) -> Any:
    """Descend as the real functions do: into lists, tuples and dicts; anything else is copied."""
    if isinstance(obj, tuple):
        return tuple.__new__(type(obj), [inner(item) for item in obj])
    if type(obj) is list:
        return [inner(item) for item in obj]
    if type(obj) is dict:
        return {inner(key): inner(value) for key, value in obj.items()}
    return deep_copy(run, obj)
