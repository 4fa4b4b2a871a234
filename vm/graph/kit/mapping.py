"""`.map({key: spec})`: what a specification takes its value from.

{"from": "step", "path": "a.b"}            also with "step": a step, a list of steps (the first that is not None)
{"init_data": True, "path": "a"}           the workflow's input
{"value": 42}                              a constant
{"template": "dear {input.name}: {quote.price}"}
{"request_context": "tenant"}              a name, or a path
a function of the context, or {"fn": function}
"""

from __future__ import annotations

from typing import Any

from vm.graph.kit.context import GraphContext, id_of
from vm.graph.kit.nodes import GraphError, Node
from vm.graph.kit.predicates import find_at

MISSING = object()


def resolve_map(mapping: Any, context: GraphContext) -> dict[str, Any]:
    """Return the value of a map that is a dict of specifications. Functions in it have been called."""
    return {key: resolve(spec, context) for key, spec in mapping.items()}


def resolve(spec: Any, context: GraphContext) -> Any:
    """Return what one specification says.

    Raises:
        GraphError: It is none.
    """
    if callable(spec) and not isinstance(spec, Node):
        return spec(context)
    if isinstance(spec, Node):
        return context.get_step_result(spec)
    if not isinstance(spec, dict):
        raise GraphError(f"a specification of a map is a dict, a step or a function, not a {type(spec).__name__}")
    if "value" in spec:
        return spec["value"]
    if "fn" in spec:
        return spec["fn"](context)
    path = spec.get("path", "")
    if "template" in spec:
        return fill(spec["template"], context)
    if "request_context" in spec or "request_context_path" in spec:
        named = spec.get("request_context", spec.get("request_context_path"))
        return dig(context.request_context, named if isinstance(named, str) else path)
    if spec.get("init_data"):
        return dig(context.get_init_data(), path)
    if "step" in spec or "from" in spec:
        return from_steps(spec.get("step", spec.get("from")), path, context)
    raise GraphError(
        f"a specification of a map says none of step, init_data, value, template, request_context, fn: {sorted(spec)}"
    )


def from_steps(steps: Any, path: str, context: GraphContext) -> Any:
    """Return what stands at a path in a step's output; of several steps, the first that is not None."""
    for step in steps if isinstance(steps, list | tuple) else [steps]:
        found = context.get_init_data() if id_of(step) == "input" else context.get_step_result(step)
        found = dig(found, path)
        if found is not None:
            return found
    return None


def dig(value: Any, path: str) -> Any:
    """Return what stands at a dotted path; None where there is nothing. "" and "." are the value."""
    return find_at(value, [part for part in path.split(".") if part])


def fill(template: str, context: GraphContext) -> str:
    """Fill in `{step.path}`, `{input.path}`, `{init.path}`, `{state.path}`, `{request.path}`; `{{` is a brace.

    `input` is the workflow's input, as in results.
    """
    made: list[str] = []
    rest = template.replace("${", "{").replace("{{", "\\ob").replace("}}", "\\cb")
    while rest:
        text, brace, rest = rest.partition("{")
        made.append(text)
        if brace:
            name, end, rest = rest.partition("}")
            if not end:
                raise GraphError(f"a template has a brace that is not closed: {template!r}")
            made.append(text_of(lookup(name.strip(), context)))
    return "".join(made).replace("\\ob", "{").replace("\\cb", "}")


def lookup(name: str, context: GraphContext) -> Any:
    """Return what a dotted name in a template means."""
    top, _, path = name.partition(".")
    if top in ("init", "input", "init_data"):
        return dig(context.get_init_data(), path)
    if top == "input_data":
        return dig(context.input_data, path)
    if top == "state":
        return dig(context.state, path)
    if top in ("request", "request_context"):
        return dig(context.request_context, path)
    return dig(context.get_step_result(top), path)


def text_of(value: Any) -> str:
    return "" if value is None else str(value)
