"""Do these arguments fit that signature? With one text on every Python."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from inspect import Parameter, Signature
from typing import Any, Final

from vm.errors import WrongArguments


class SourceText:
    """A default value or annotation as the author wrote it. Nothing evaluates it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def signature_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Signature:
    """Return a function's signature, read off its source."""
    given = node.args
    positional = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(positional) - len(given.defaults)) + list(given.defaults)
    only = len(given.posonlyargs)
    kinds = [Parameter.POSITIONAL_ONLY] * only + [Parameter.POSITIONAL_OR_KEYWORD] * len(given.args)
    parameters = [
        _parameter(arg, kind, default) for arg, kind, default in zip(positional, kinds, defaults, strict=True)
    ]
    if given.vararg is not None:
        parameters.append(_parameter(given.vararg, Parameter.VAR_POSITIONAL, None))
    for arg, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        parameters.append(_parameter(arg, Parameter.KEYWORD_ONLY, default))
    if given.kwarg is not None:
        parameters.append(_parameter(given.kwarg, Parameter.VAR_KEYWORD, None))
    returns = Signature.empty if node.returns is None else SourceText(ast.unparse(node.returns))
    return Signature(parameters, return_annotation=returns)


def _parameter(arg: ast.arg, kind: Any, default: ast.expr | None) -> Parameter:
    return Parameter(
        arg.arg,
        kind,
        default=Parameter.empty if default is None else SourceText(ast.unparse(default)),
        annotation=Parameter.empty if arg.annotation is None else SourceText(ast.unparse(arg.annotation)),
    )


def dump_signature(signature: Signature) -> tuple[Any, ...]:
    """Return plain values, for `load_signature`."""
    rows = [
        (item.name, int(item.kind), _text_of(item.default), _text_of(item.annotation))
        for item in signature.parameters.values()
    ]
    return tuple(rows), _text_of(signature.return_annotation)


def load_signature(plain: tuple[Any, ...]) -> Signature:
    rows, returns = plain
    parameters = [
        Parameter(name, _KINDS[kind], default=_from_text(default), annotation=_from_text(annotation))
        for name, kind, default, annotation in rows
    ]
    return Signature(parameters, return_annotation=_from_text(returns), __validate_parameters__=False)


_KINDS: Final = {
    int(kind): kind
    for kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD, Parameter.VAR_POSITIONAL,
                 Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD)
}  # fmt: skip


def _text_of(value: Any) -> str | None:
    return repr(value) if isinstance(value, SourceText) else None


def _from_text(text: str | None) -> Any:
    return Parameter.empty if text is None else SourceText(text)


def check_arguments(name: str, signature: Signature, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Refuse arguments that a call of `name` would refuse.

    Raises:
        WrongArguments: It says which argument is missing, unknown, given twice or one too many.
    """
    why = _misfit(list(signature.parameters.values()), len(args), kwargs)
    if why is not None:
        raise WrongArguments(name, str(signature), why)


_BY_POSITION = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)


def _misfit(parameters: list[Parameter], count: int, kwargs: Mapping[str, Any]) -> str | None:
    kinds = {parameter.kind for parameter in parameters}
    places = [parameter for parameter in parameters if parameter.kind in _BY_POSITION]
    if count > len(places) and Parameter.VAR_POSITIONAL not in kinds:
        return f"it takes {_count(len(places))} by position, {count} were given"
    filled = {parameter.name for parameter in places[:count]}
    by_name = {p.name for p in parameters if p.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)}
    for name in kwargs:
        if name in by_name and name in filled:
            return f"{name} was given twice, by position and by name"
        if name not in by_name and Parameter.VAR_KEYWORD not in kinds:
            return _unknown(name, places, by_name)
    required = [p for p in parameters if p.default is Parameter.empty and p.kind not in _VARIADIC]
    missing = [p.name for p in required if p.name not in filled and not (p.name in by_name and p.name in kwargs)]
    return f"{_names(missing)} missing" if missing else None


_VARIADIC = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


def _unknown(name: str, places: Iterable[Parameter], by_name: set[str]) -> str:
    if any(parameter.name == name for parameter in places):
        return f"{name} can only be given by position"
    known = ", ".join(sorted(by_name)) or "none"
    return f"it has no parameter {name} (by name it takes: {known})"


def _count(number: int) -> str:
    return "1 argument" if number == 1 else f"{number} arguments"


def _names(names: list[str]) -> str:
    return f"{names[0]} is" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} are"
