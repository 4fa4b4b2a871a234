"""Rules about errors and ends: texts of errors that decide something, failures that vanish, loops without an end."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import Final

from vm.errors import Finding
from vm.sandbox.lint.clock import own_nodes, waits
from vm.sandbox.lint.view import View

_INTERPRETERS: Final = frozenset(
    f"builtins.{name}"
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)
_TEXT_MAKERS: Final = ("builtins.str", "builtins.repr", "builtins.format", "builtins.ascii")


# ---- error-text-branch, error-text-argument


def find_error_texts(view: View) -> Iterator[Finding]:
    """Find texts of the interpreter's errors that a branch or a step depends on."""
    for handler in view.inside_code:
        if isinstance(handler, ast.ExceptHandler) and handler.name and _is_broad(view, handler.type):
            for node in _texts_of(view, handler):
                yield from _report_text(view, node)


def _is_broad(view: View, kind: ast.expr | None) -> bool:
    """Whether a handler takes errors that the interpreter words."""
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(one is None or view.meaning(one) in _INTERPRETERS for one in kinds)


def _texts_of(view: View, handler: ast.ExceptHandler) -> Iterator[ast.expr]:
    """Yield the expressions that are the text of a handler's error, those of variables that hold it included."""
    texts = [node for part in handler.body for node in ast.walk(part) if _is_text_of(view, node, handler)]
    for text in texts:
        assert isinstance(text, ast.expr), "a text is an expression"
        yield text
        parent = view.names.parents[text]
        if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
            yield from (name for name in view.names.reads_of(parent.targets[0]))


def _is_text_of(view: View, node: ast.AST, handler: ast.ExceptHandler) -> bool:
    """`str(error)`, `f"{error}"`, `error.args`."""
    inner: ast.AST | None = None
    if isinstance(node, ast.Call) and len(node.args) == 1 and view.meaning(node.func) in _TEXT_MAKERS:
        inner = node.args[0]
    elif isinstance(node, ast.FormattedValue) or (isinstance(node, ast.Attribute) and node.attr == "args"):
        inner = node.value
    return isinstance(inner, ast.Name) and handler in view.names.bindings(inner)


_TESTS: Final = (ast.If, ast.While, ast.IfExp, ast.Assert, ast.Match)
_FIX: Final = "ask for the error's class, or for attributes of a class of your own"


def _report_text(view: View, node: ast.expr) -> Iterator[Finding]:
    below: ast.AST = node
    for above in view.names.ancestors(node):
        test = getattr(above, "subject" if isinstance(above, ast.Match) else "test", None)
        if isinstance(above, _TESTS) and test is below:
            what = "a branch depends on the wording of an error, which nobody promises"
            yield view.finding("error-text-branch", node, what, _FIX)
            return
        if isinstance(above, ast.Call) and below is not above.func and view.step(above.func) is not None:
            what = "the wording of an error is passed to a step: with another wording a replay would diverge"
            yield view.finding("error-text-argument", node, what, "pass type(error).__name__, or a text of your own")
            return
        if isinstance(above, ast.stmt):
            return
        below = above


# ---- swallowed-failure


def find_swallowed_failures(view: View) -> Iterator[Finding]:
    """Find handlers for everything that let nothing through."""
    for node in view.inside_code:
        if not (isinstance(node, ast.ExceptHandler) and _takes_all(view, node.type)):
            continue
        if not _lets_go_on(view, node):
            what = "this handler takes every error, cancellation among them, and lets none go on"
            fix = "write `except Exception:`, or end the handler with `raise`"
            yield view.finding("swallowed-failure", node, what, fix)


def _lets_go_on(view: View, handler: ast.ExceptHandler) -> bool:
    """Whether a handler raises, or keeps the error for somebody who may."""
    parts = list(own_nodes(handler))
    if any(isinstance(part, ast.Raise) for part in parts):
        return True
    uses = [part for part in parts if isinstance(part, ast.Name) and handler in view.names.bindings(part)]
    return any(_keeps(view, view.names.parents[use]) for use in uses)


_LOOKING: Final = (*_TEXT_MAKERS, "builtins.print", "builtins.type", "builtins.isinstance", "vm.log")
_KEEPING: Final = (ast.Assign, ast.Return, ast.Yield, ast.Tuple, ast.List, ast.Dict, ast.keyword)


def _keeps(view: View, parent: ast.AST) -> bool:
    is_given = isinstance(parent, ast.Call) and view.meaning(parent.func) not in _LOOKING
    return is_given or isinstance(parent, _KEEPING)


def _takes_all(view: View, kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(one is None or view.meaning(one) == "builtins.BaseException" for one in kinds)


# ---- endless-loop


def find_endless_loops(view: View) -> Iterator[Finding]:
    """Find `while True:` that nothing ends and that awaits nothing."""
    for node in view.inside_code:
        if not (isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and node.test.value):
            continue
        if not waits(node) and not _can_end(view, node):
            what = "nothing ends this loop, and it awaits nothing: the run will fail with fuel-exhausted"
            yield view.finding("endless-loop", node, what, "break out of it, or await something in it")


def _can_end(view: View, loop: ast.While) -> bool:
    """Whether a loop has a way out: a jump, an error raised, or an iterator that runs dry.

    What stands in a `try` or a `with` may end by an error that somebody waits for.
    """
    for above in view.names.ancestors(loop):
        if isinstance(above, ast.Try | ast.TryStar | ast.With | ast.AsyncWith):
            return True
        if isinstance(above, ast.FunctionDef | ast.AsyncFunctionDef):
            break
    for node in own_nodes(loop):
        if isinstance(node, ast.Return | ast.Raise | ast.Assert):
            return True
        if (
            isinstance(node, ast.Break)
            and next(above for above in view.names.ancestors(node) if _is_loop(above)) is loop
        ):
            return True
        if isinstance(node, ast.Call) and view.meaning(node.func) in ("builtins.next", "vm.continue_as_new"):
            return True
    return False


def _is_loop(node: ast.AST) -> bool:
    return isinstance(node, ast.While | ast.For | ast.AsyncFor)
