"""Schemas: pydantic models and types, TypedDicts, dataclasses, JSON Schema. Parsing gives plain data."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, get_type_hints, is_typeddict

from vm.errors import FatalError

if TYPE_CHECKING:
    from pydantic import TypeAdapter


class SchemaMismatch(FatalError, ValueError):
    """A value is not of its schema. It will not be the next time either: no attempt is spent on it.

    `issues` has a line for each part that is wrong.
    """

    def __init__(self, what: str, issues: list[str] | None = None) -> None:
        lines = "".join(f"\n- {issue}" for issue in issues or [])
        super().__init__(what if not lines else f"{what}: {lines}")
        self.issues = list(issues or [])


def parse(schema: Any, value: Any, what: str) -> Any:
    """Return a value as its schema reads it, as plain data: models and dataclasses become dicts.

    None is no schema: the value is taken as it is. `what` is how an error begins.

    Raises:
        SchemaMismatch: The value is not of the schema.
    """
    if schema is None or schema is Any:
        return plain(value)
    if isinstance(schema, Mapping):
        return _parse_json(schema, plain(value), what)
    custom = getattr(schema, "parse", None)
    if custom is not None and not isinstance(schema, type):
        return _parse_custom(custom, value, what)
    from pydantic import ValidationError

    adapter = adapter_of(schema)
    try:
        parsed = adapter.validate_python(plain(value))
    except ValidationError as error:
        issues = [f"{'.'.join(map(str, row['loc'])) or 'value'}: {row['msg']}" for row in error.errors()]
        raise SchemaMismatch(what, issues) from error
    return adapter.dump_python(parsed) if _is_class(parsed) else plain(parsed)


def plain(value: Any) -> Any:
    """Return what models and dataclasses hold as dicts, at any depth of lists and dicts; all else as it is."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()} if any(map(_is_deep, value.values())) else value
    if isinstance(value, list):
        return [plain(item) for item in value] if any(map(_is_deep, value)) else value
    if hasattr(value, "model_dump") and not isinstance(value, type):
        return value.model_dump()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


_SCALARS: Final = frozenset((int, str, float, bool, type(None)))


def _is_deep(value: Any) -> bool:
    return isinstance(value, dict | list) or _is_class(value)


def _is_class(value: Any) -> bool:
    return hasattr(value, "model_dump") or dataclasses.is_dataclass(value)


def _parse_custom(custom: Any, value: Any, what: str) -> Any:
    """Use a schema object of the caller's that has `parse`."""
    try:
        return plain(custom(value))
    except (ValueError, TypeError) as error:
        raise SchemaMismatch(what, [str(error)]) from error


@lru_cache(maxsize=1024)
def _adapter(schema: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(_for_pydantic(schema))


def _for_pydantic(schema: Any) -> Any:
    """Return a TypedDict of `typing` as one of `typing_extensions`: before Python 3.12 pydantic takes no other."""
    if sys.version_info >= (3, 12) or type(schema).__module__ != "typing" or not is_typeddict(schema):
        return schema
    import typing_extensions

    hints = get_type_hints(schema, include_extras=True)
    fields = {
        name: typing_extensions.Required[_for_pydantic(hint)]
        if name in schema.__required_keys__
        else typing_extensions.NotRequired[_for_pydantic(hint)]
        for name, hint in hints.items()
    }
    return typing_extensions.TypedDict(schema.__name__, fields)  # type: ignore[operator]


def adapter_of(schema: Any) -> TypeAdapter[Any]:
    """Return what parses values of a type."""
    try:
        return _adapter(schema)
    except TypeError:  # not hashable: nothing to keep it under
        return _adapter.__wrapped__(schema)


def _parse_json(schema: Mapping[str, Any], value: Any, what: str) -> Any:
    """Check a value against a JSON Schema, and fill in what its `properties` have as `default`."""
    from jsonschema import Draft202012Validator

    filled = _with_defaults(schema, value)
    issues = [
        f"{'.'.join(map(str, found.absolute_path)) or 'value'}: {found.message}"
        for found in Draft202012Validator(dict(schema)).iter_errors(filled)
    ]
    if issues:
        raise SchemaMismatch(what, issues)
    return filled


def _with_defaults(schema: Mapping[str, Any], value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    properties = schema.get("properties") or {}
    made = dict(value)
    for name, below in properties.items():
        if not isinstance(below, Mapping):
            continue
        if name in made:
            made[name] = _with_defaults(below, made[name])
        elif "default" in below:
            made[name] = below["default"]
    return made
