"""Rules about literals that will be refused where they are used: durations, options of steps."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, Final

from vm.core.durations import parse_duration_ms
from vm.core.options import parse_options
from vm.errors import BadDuration, BadOption, Finding
from vm.sandbox.lint.view import USE_STEP, View

_DURATIONS: Final = {
    "builtins.sleep": "duration",
    "vm.sleep": "duration",
    "vm.timeout": "duration",
    "vm.RetryableError": "retry_after",
    "vm.errors.RetryableError": "retry_after",
}
"""Calls that take a duration, and what the parameter is called. `retry_after` is taken by name only."""

_UNKNOWN: Final = object()


def find_bad_durations(view: View) -> Iterator[Finding]:
    """Find durations, written out, that cannot be read."""
    for node in ast.walk(view.tree):
        name = _DURATIONS.get(view.meaning(node.func) or "") if isinstance(node, ast.Call) else None
        if name is None or not isinstance(node, ast.Call):
            continue
        given = [keyword.value for keyword in node.keywords if keyword.arg == name]
        for argument in given + (node.args[:1] if name == "duration" else []):
            try:
                value = _literal(argument)
                if value is not _UNKNOWN and value is not None:
                    parse_duration_ms(value)
            except BadDuration as error:
                yield view.finding(
                    "duration-literal", argument, error.what, 'write "30s", "10m", "1h30m", "7d" or seconds'
                )


def find_bad_options(view: View) -> Iterator[Finding]:
    """Find options of steps, written out, that will be refused."""
    for node in ast.walk(view.tree):
        if not isinstance(node, ast.Call) or view.meaning(node.func) not in ("vm.step", *USE_STEP):
            continue
        for keyword in node.keywords:
            value = _literal(keyword.value)
            if keyword.arg is None or value is _UNKNOWN:
                continue
            try:
                parse_options({keyword.arg: value})
            except (BadOption, BadDuration) as error:
                yield view.finding("option-literal", keyword.value, error.what, "`python -m vm explain bad-option`")


def _literal(node: ast.expr) -> Any:
    """Return the value of a literal, or `_UNKNOWN`."""
    try:
        return ast.literal_eval(node)
    except ValueError:
        return _UNKNOWN
