"""The types that hooks' payloads are checked against, found by the names that hooks have for them."""

from __future__ import annotations

import builtins
import dataclasses
from typing import Any

from vm.errors import HookPayloadRefused, HookSchemaMissing
from vm.host.codebase import Codebase
from world.records import RunRecord


def find_schema(name: str, record: RunRecord, codebase: Codebase) -> Any:
    """Return the type called `FILE//NAME` in the code of a run, or `builtins//NAME`.

    Raises:
        HookSchemaMissing: The file that the run's steps come from does not have it (any more).
        StepsNotImportable: That file raises when it is imported.
    """
    place, _, attribute = name.rpartition("//")
    if place == "builtins":
        return getattr(builtins, attribute)
    codebase.prepare(record)
    module = codebase.registry.types.find_module(place)
    found = getattr(module, attribute, None)
    if found is None:
        raise HookSchemaMissing(name)
    return found


def check_payload(schema: Any, payload: Any) -> Any:
    """Return a payload as a value of `schema`.

    pydantic does it where it is installed; without it, plain types and dataclasses are known.

    Raises:
        HookPayloadRefused: It is none.
    """
    if type(payload) is schema:
        return payload
    try:
        from pydantic import TypeAdapter, ValidationError
    except ModuleNotFoundError:
        return _check_plainly(schema, payload)
    try:
        return TypeAdapter(schema).validate_python(payload)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        raise HookPayloadRefused(
            [f"{'.'.join(map(str, fault['loc'])) or 'the payload'}: {fault['msg']}" for fault in faults]
        ) from error


def _check_plainly(schema: Any, payload: Any) -> Any:
    if dataclasses.is_dataclass(schema) and isinstance(schema, type) and isinstance(payload, dict):
        try:
            return schema(**payload)
        except TypeError as error:
            raise HookPayloadRefused([str(error)]) from error
    if isinstance(schema, type) and isinstance(payload, schema):
        return payload
    name = getattr(schema, "__name__", str(schema))
    raise HookPayloadRefused([f"the payload: a {type(payload).__name__} is no {name}"])
