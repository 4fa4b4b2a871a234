"""Conditions as data, so that a graph can be stored: `{"gt": [{"path": "input.price"}, {"literal": 500}]}`.

An operand is `{"path": "..."}` or `{"literal": value}`. A path begins with what it looks into: `input` (what the entry
gets), `init` (the input of the run), `state`, `request` (the request context), `steps.ID` (what a step gave) or
`iteration_count`; each further part is a key, an attribute or an index. What is not there is null.
Read inside the sandbox and outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vm.graph.kit.nodes import GraphError

ROOTS = ("input", "init", "state", "request", "steps", "iteration_count")

_ABSENT: list[Any] = []  # an identity: what a path leads to when it leads nowhere

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda left, right: left == right,
    "ne": lambda left, right: left != right,
    "lt": lambda left, right: left < right,
    "lte": lambda left, right: left <= right,
    "gt": lambda left, right: left > right,
    "gte": lambda left, right: left >= right,
    "in": lambda left, right: left in right,
    "not_in": lambda left, right: left not in right,
}
_OPERATORS = (*COMPARISONS, "exists", "truthy", "and", "or", "not")


class Predicate:
    """A condition as data. Called with the context of a condition like a function; `data` is what it was made of."""

    is_data = True

    def __init__(self, data: Any) -> None:
        check_predicate(data)
        self.data = data

    def __call__(self, ctx: Any) -> bool:
        """Decide. Raises `TypeError` where values of two kinds are compared, as Python does."""
        return _decide(self.data, ctx)


class PathValue:
    """A duration, a number or a list as data: what a path leads to. Called like a function of the context."""

    is_data = True

    def __init__(self, data: Any) -> None:
        _check_operand(data, "a value")
        self.data = data

    def __call__(self, ctx: Any) -> Any:
        return _value(self.data, ctx)


def check_predicate(data: Any, where: str = "condition") -> None:
    """Raise `GraphError` unless `data` is a predicate; the text names the place inside it."""
    if not isinstance(data, Mapping) or len(data) != 1:
        raise GraphError(f"{where}: a predicate is a dict of one operator, not {data!r}")
    for operator, rest in data.items():
        place = f"{where}.{operator}"
        if operator not in _OPERATORS:
            raise GraphError(f"{where}: there is no operator {operator!r}; there are {', '.join(_OPERATORS)}")
        if operator in ("and", "or"):
            if not isinstance(rest, (list, tuple)) or not rest:
                raise GraphError(f"{place}: takes a list of predicates")
            for index, part in enumerate(rest):
                check_predicate(part, f"{place}[{index}]")
        elif operator == "not":
            check_predicate(rest, place)
        elif operator in ("exists", "truthy"):
            _check_operand(rest, place)
        else:
            if not isinstance(rest, (list, tuple)) or len(rest) != 2:
                raise GraphError(f"{place}: takes a list of two operands")
            for index, part in enumerate(rest):
                _check_operand(part, f"{place}[{index}]")


def _check_operand(data: Any, where: str) -> None:
    if not isinstance(data, Mapping) or len(data) != 1 or not ("path" in data or "literal" in data):
        raise GraphError(f'{where}: an operand is {{"path": "input.price"}} or {{"literal": 500}}, not {data!r}')
    if "path" in data:
        root = data["path"].split(".")[0] if isinstance(data["path"], str) else None
        if root not in ROOTS:
            raise GraphError(f"{where}: the path {data['path']!r} has to begin with one of {', '.join(ROOTS)}")


def _decide(data: Any, ctx: Any) -> bool:
    ((operator, rest),) = data.items()
    if operator == "and":
        return all(_decide(part, ctx) for part in rest)
    if operator == "or":
        return any(_decide(part, ctx) for part in rest)
    if operator == "not":
        return not _decide(rest, ctx)
    if operator == "exists":
        return "literal" in rest or _look_up(rest["path"], ctx) is not _ABSENT
    if operator == "truthy":
        return bool(_value(rest, ctx))
    left, right = rest
    return bool(COMPARISONS[operator](_value(left, ctx), _value(right, ctx)))


def _value(operand: Any, ctx: Any) -> Any:
    if "literal" in operand:
        return operand["literal"]
    found = _look_up(operand["path"], ctx)
    return None if found is _ABSENT else found


def _look_up(path: str, ctx: Any) -> Any:
    root, *parts = path.split(".")
    if root == "steps":
        if not parts:
            return _ABSENT
        found, parts = ctx.get_step_result(parts[0]), parts[1:]
        if found is None:
            return _ABSENT
    elif root == "init":
        found = ctx.get_init_data()
    else:
        names = {"input": "input_data", "request": "request_context"}
        found = getattr(ctx, names.get(root, root), None)
    return find_at(found, parts, _ABSENT)


def find_at(value: Any, parts: list[str], absent: Any = None) -> Any:
    """Return what keys, indices and attributes lead to from `value`, or `absent`."""
    for part in parts:
        if isinstance(value, Mapping):
            if part not in value:
                return absent
            value = value[part]
        elif isinstance(value, (list, tuple)):
            if not part.isdigit() or int(part) >= len(value):
                return absent
            value = value[int(part)]
        else:
            if part[:1] == "_" or not hasattr(value, part):
                return absent
            value = getattr(value, part)
    return value
