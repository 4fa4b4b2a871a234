"""Graphs written as JSON, for `load_graph` to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vm.graph.kit.document import FORMAT, OPTIONS, SCHEMAS
from vm.graph.kit.nodes import GraphError
from vm.graph.kit.workflow import Workflow

_OWN_SCHEMAS = ("input_schema", "output_schema")

WriteFunction = Callable[[Any, str], Any]
"""What stands in a document for a function that is no data. Gets the function and its place."""


def refuse_function(function: Any, where: str) -> Any:
    """Raise `GraphError`: only what is data can be stored."""
    name = getattr(function, "__name__", type(function).__name__)
    raise GraphError(
        f'{where} is a function ({name}), and JSON holds none: write it as data, as in when({{"gt": '
        '[{"path": "input.price"}, {"literal": 500}]})'
    )


def write_schema(schema: Any) -> Any:
    """Return a schema as JSON Schema. Types are asked what theirs is; `GraphError` where they have none."""
    if schema is None or isinstance(schema, Mapping):
        return schema
    from pydantic import PydanticUserError, TypeAdapter
    from pydantic.errors import PydanticSchemaGenerationError

    try:
        return TypeAdapter(schema).json_schema()
    except (PydanticUserError, PydanticSchemaGenerationError) as error:
        raise GraphError(f"the schema {schema!r} cannot be written as JSON Schema: {error}") from error


def dump_graph(workflow: Workflow[Any, Any], write_function: WriteFunction = refuse_function) -> dict[str, Any]:
    """Return a committed graph as a document of JSON, which `load_graph` reads. Types become JSON Schema.

    Raises:
        GraphError: It is not committed, or a condition, map or duration in it is a function and not data.
    """
    workflow.check_committed()
    return {"format": FORMAT, **_Writer(write_function).graph(workflow)}


def outline_graph(workflow: Any) -> dict[str, Any]:
    """Return a graph as a document for people: functions are told by name and line, schemas are left out.

    It cannot be loaded. The graph may be one of a body: nothing of it is called.
    """
    return _Writer(tell_function, lambda _: None).graph(workflow)


def tell_function(function: Any, where: str) -> dict[str, Any]:
    """Return what people are told of a function: its name, and the line where it begins."""
    code = getattr(function, "__code__", None)
    told = {"function": getattr(function, "__name__", type(function).__name__)}
    return told if code is None else {**told, "line": code.co_firstlineno}


class _Writer:
    """Asks entries and steps for their kind, not for their class: inside the sandbox they have classes of their own."""

    def __init__(self, write_function: WriteFunction, write_schema: Callable[[Any], Any] = write_schema) -> None:
        self._function = write_function
        self._schema = write_schema

    def graph(self, workflow: Workflow[Any, Any]) -> dict[str, Any]:
        return {**self.node(workflow), "entries": [self.entry(workflow.id, entry) for entry in workflow.entries]}

    def node(self, node: Any) -> dict[str, Any]:
        found = {"id": node.id}
        for name in SCHEMAS:
            schema = getattr(node, name) if name in _OWN_SCHEMAS else node.options.get(name)
            written = None if schema is None else self._schema(schema)
            if written is not None:
                found[name] = written
        for name in OPTIONS:
            value = node.options.get(name)
            if value is not None and value != {} and not (name == "validate_inputs" and value is True):
                found[name] = value
        return found

    def step(self, node: Any) -> dict[str, Any]:
        return {"workflow": self.graph(node)} if node.kind == "workflow" else {"step": self.node(node)}

    def value(self, value: Any, where: str) -> Any:
        """Return what may be a constant, a value as data, or a function."""
        if getattr(value, "is_data", False):
            return value.data
        return self._function(value, where) if callable(value) else value

    def entry(self, graph: str, entry: Any) -> dict[str, Any]:
        where = f"{graph}.{entry.id}"
        kind = entry.kind
        found: dict[str, Any] = {"kind": kind}
        if kind == "step":
            found |= self.step(entry.step)
        elif kind == "parallel":
            found |= {"id": entry.id, "steps": [self.step(step) for step in entry.steps]}
        elif kind == "branch":
            arms = [
                {"when": self.value(condition, f"the condition of {where}.{step.id}"), **self.step(step)}
                for condition, step in entry.arms
            ]
            found |= {"id": entry.id, "arms": arms}
        elif kind == "loop":
            test = self.value(entry.condition, f"the condition of {where}")
            found |= {"kind": entry.loop, "when": test, **self.step(entry.step)}
        elif kind == "foreach":
            found |= {
                "concurrency": self.value(entry.concurrency, f"the concurrency of {where}"),
                **self.step(entry.step),
            }
        elif kind == "map":
            found |= {"id": entry.id, "mapping": self.mapping(entry.mapping, where)}
        elif kind == "sleep":
            found |= {
                "id": entry.id,
                "duration": _plain_duration(self.value(entry.duration, f"the duration of {where}")),
            }
        elif kind == "sleep_until":
            found |= {"id": entry.id, "moment": _plain_moment(self.value(entry.moment, f"the moment of {where}"))}
        elif kind == "event":
            found |= {"id": entry.id, "name": entry.name}
            if entry.schema is not None:
                found["schema"] = self._schema(entry.schema)
        return found

    def mapping(self, mapping: Any, where: str) -> Any:
        if callable(mapping):
            return self.value(mapping, f"the map {where}")
        return {key: self.spec(spec, f"{where}.{key}") for key, spec in mapping.items()}

    def spec(self, spec: Any, where: str) -> Any:
        if callable(spec):
            return self.value(spec, where)
        if not isinstance(spec, Mapping):
            return spec
        found = {}
        for name, part in spec.items():
            if name == "step":
                several = isinstance(part, (list, tuple))
                part = [_id_of(one) for one in part] if several else _id_of(part)
            elif name == "init_data":
                part = True
            elif name == "fn":
                part = self.value(part, where)
            found[name] = part
        return found


def _id_of(step: Any) -> str:
    found: str = step if isinstance(step, str) else step.id
    return found


def _plain_duration(value: Any) -> Any:
    return value.total_seconds() if hasattr(value, "total_seconds") else value


def _plain_moment(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
