"""Rules about time: in a body it is the time of the last event, and stands still in between."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from stdlib_shims.tables import words
from vm.errors import Finding
from vm.sandbox.lint.view import View

_CLOCKS: Final = frozenset(
    f"time.{name}" for name in words("time time_ns monotonic monotonic_ns perf_counter perf_counter_ns")
)
_NAIVE: Final = frozenset(
    (
        *("datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"),
        *("time.localtime", "time.ctime", "time.asctime"),
    )
)
_MAYBE_NAIVE: Final = "datetime.datetime.now"
_MOVING: Final = _CLOCKS | _NAIVE | {_MAYBE_NAIVE, "vm.now"}

CHANGING: Final = _MOVING | frozenset(
    (
        *(
            f"random.{name}"
            for name in words("random randint randrange choice choices sample uniform getrandbits gauss")
        ),
        *(f"secrets.{name}" for name in words("token_hex token_urlsafe token_bytes randbelow choice")),
        *("uuid.uuid1", "uuid.uuid4", "vm.uuid4"),
    )
)
"""Calls that give something else each time."""


def find_clocks(view: View) -> Iterator[Finding]:
    """Find readings of the machine's clock that a body gets the run's clock for."""
    for node in view.inside_code:
        if not isinstance(node, ast.Call):
            continue
        meaning = view.meaning(node.func)
        if meaning in _CLOCKS:
            what = f"{ast.unparse(node.func)}() tells the time of the last event: it stands still between two awaits"
            fix = "fine for a time stamp; measure how long something takes in a step"
            yield view.finding("run-clock", node, what, fix)
        elif (meaning in _NAIVE or meaning == _MAYBE_NAIVE) and not node.args and not node.keywords:
            what = f"{ast.unparse(node.func)}() tells the run's time in UTC, whatever zone the machine is in"
            yield view.finding("naive-clock", node, what, "say the zone: datetime.now(UTC), or now() of vm")


def find_stopped_clocks(view: View) -> Iterator[Finding]:
    """Find loops that wait for a clock to go on, and let it not."""
    for node in view.inside_code:
        if isinstance(node, ast.While) and _asks_clock(view, node.test) and not waits(node):
            what = "this loop waits for a time that cannot come: the clock stands still until something is awaited"
            yield view.finding("clock-stands-still", node.test, what, 'await in the loop: `await sleep("1s")`')


def _asks_clock(view: View, test: ast.expr) -> bool:
    return any(isinstance(node, ast.Call) and view.meaning(node.func) in _MOVING for node in ast.walk(test))


_WAITING: Final = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield, ast.YieldFrom)


def waits(loop: ast.AST) -> bool:
    """Whether a piece of code may let something else happen: it awaits, or gives an item to whoever runs it."""
    return any(isinstance(node, _WAITING) or getattr(node, "is_async", 0) for node in own_nodes(loop))


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in a piece of code, without the insides of functions and classes in it."""
    pending = list(ast.iter_child_nodes(node))
    while pending:
        found = pending.pop()
        yield found
        if not isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            pending.extend(ast.iter_child_nodes(found))
