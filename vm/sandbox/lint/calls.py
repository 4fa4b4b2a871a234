"""Rules about calls: those that nobody awaits, those that cannot work where they stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from stdlib_shims.tables import words
from vm.errors import Finding, WrongArguments
from vm.sandbox.declared import Declared
from vm.sandbox.directives import is_generator
from vm.sandbox.lint.faces import offer_of, split_module
from vm.sandbox.lint.view import USE_STEP, View

_LAZY: Final = {
    **dict.fromkeys(("builtins.sleep", "vm.sleep", "asyncio.sleep", "trio.sleep", "trio.sleep_until"), "sleep"),
    **dict.fromkeys(("asyncio.wait_for", "asyncio.wait", "trio.sleep_forever"), "wait"),
}
"""Calls that do nothing until they are awaited."""

_EAGER: Final = ("vm.gather", "vm.race", "asyncio.gather")
"""Calls that begin by themselves, and whose results and failures are lost unless they are awaited."""

_AWAIT: Final = "put `await` before it, or give it to gather(...) or create_task(...)"


# ---- unawaited


def find_unawaited(view: View) -> Iterator[Finding]:
    """Find calls of steps, sleeps and coroutines that are dropped, or taken for their results."""
    for node in view.inside_code:
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if _is_lazy(view, node):
            what, does = f"{name}(...) does nothing until it is awaited", "is a call, not its result"
        elif view.meaning(node.func) in _EAGER:
            what, does = f"nobody awaits {name}(...): its results and its failures are lost", "is no result"
        else:
            continue
        if _is_dropped(view, node):
            yield view.finding("unawaited", node, what, _AWAIT)
        elif (use := _use_as_value(view, node)) is not None:
            yield view.finding("unawaited", node, f"{name}(...) {does}, {use}", "put `await` before it")


def _is_lazy(view: View, node: ast.Call) -> bool:
    if view.step(node.func) is not None or view.meaning(node.func) in _LAZY:
        return True
    found = view.definition(node.func)
    return found is not None and isinstance(found[1], ast.AsyncFunctionDef) and not is_generator(found[1])


def _is_dropped(view: View, node: ast.Call) -> bool:
    """Whether a call is a statement, or what it gives goes to a variable that nobody reads."""
    parent = view.names.parents[node]
    if isinstance(parent, ast.Expr):
        return True
    if not (isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name)):
        return False
    target = parent.targets[0]
    scope = view.names.find_scope(target)
    return scope is not None and scope.kind == "function" and not any(view.names.reads_of(target))


_VALUE_USES: Final[dict[type[ast.AST], str]] = {
    ast.Compare: "and compares as one",
    ast.BoolOp: "and is always true",
    ast.UnaryOp: "and is always true",
    ast.BinOp: "and cannot be reckoned with",
    ast.Subscript: "and holds nothing",
    ast.FormattedValue: "and has no text of its own",
}
_TESTS: Final = (ast.If, ast.While, ast.IfExp, ast.Assert)
_SOURCES: Final = (ast.For, ast.comprehension, ast.YieldFrom)
_TAKING_VALUES: Final = frozenset(
    f"builtins.{name}"
    for name in words(
        """all any bool bytes dict enumerate float int iter len list max min next print repr reversed round set sorted
        str sum tuple zip"""
    )
)


def _use_as_value(view: View, node: ast.Call) -> str | None:
    """Return how an un-awaited call is used as if it were its result, or None."""
    parent = view.names.parents[node]
    if isinstance(parent, _TESTS) and parent.test is node:
        return "and is always true"
    if isinstance(parent, _SOURCES) or (isinstance(parent, ast.Attribute) and view.step(node.func) is not None):
        return "and holds nothing"
    if isinstance(parent, ast.Call) and node in parent.args and view.meaning(parent.func) in _TAKING_VALUES:
        return "and is given on as one"
    if isinstance(parent, ast.Return) and _is_workflow(view, parent):
        return "and the workflow would return it as one"
    if isinstance(parent, ast.Subscript) and parent.value is not node:
        return None
    return _VALUE_USES.get(type(parent))


def _is_workflow(view: View, node: ast.Return) -> bool:
    function = next(above for above in view.names.ancestors(node) if isinstance(above, _FUNCTIONS))
    return function in view.declared


_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


# ---- gather-list


def find_gathered_lists(view: View) -> Iterator[Finding]:
    """Find `gather([a(), b()])`, which waits for a list."""
    for node in view.inside_code:
        if not (isinstance(node, ast.Call) and view.meaning(node.func) in _EAGER and len(node.args) == 1):
            continue
        if isinstance(node.args[0], ast.List | ast.Tuple | ast.Set | ast.ListComp | ast.GeneratorExp):
            name = ast.unparse(node.func)
            what = f"{name} takes what it waits for one by one, not as a list"
            yield view.finding("gather-list", node.args[0], what, f"put a star before it: {name}(*...)")


# ---- not-available


def find_unavailable(view: View) -> Iterator[Finding]:
    """Find uses of imports that are placeholders in a body, and of names that a module does not have there."""
    for node in view.inside_code:
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            found = _unavailable(view, node)
            if found is not None:
                name, reason = found
                fix = reason or f"use {name} inside a step"
                yield view.finding("not-available", node, f"{name} is not available in workflow code", fix)


def _unavailable(view: View, node: ast.Name | ast.Attribute) -> tuple[str, str | None] | None:
    if isinstance(node, ast.Name) and all(map(_is_outside, view.meanings(node))):
        return node.id, None  # what is read from it would be said twice
    split = split_module(view.meaning(node) or "")
    if split is None:
        return None
    module, rest = split
    offer = offer_of(module)
    if offer is None or not rest or "." in rest or rest in offer.names or rest.startswith("_"):
        return None
    return f"{module}.{rest}", offer.refused.get(rest)


def _is_outside(meaning: str | None) -> bool:
    """Whether a meaning is a module, or something of one, that no body has."""
    is_ours = meaning is None or "//" in meaning or ":" in meaning or meaning.startswith("builtins.")
    return not is_ours and split_module(meaning or "") is None


# ---- body-only

_INSIDE_ONLY: Final = {
    "sleep": "use time.sleep(...), or trio.sleep(...) in an async step",
    "use_step": "call the step's function: here it is an ordinary one",
    "gather": "use the nursery of trio, or asyncio.gather in a step with loop='asyncio'",
    "race": "use the nursery of trio, or asyncio.wait in a step with loop='asyncio'",
    "create_task": "use the nursery of trio, or asyncio.create_task in a step with loop='asyncio'",
    "TaskGroup": "use the nursery of trio, or asyncio.TaskGroup in a step with loop='asyncio'",
    "timeout": "use trio.fail_after(...), or @step(timeout=...)",
    "now": "use datetime.now(UTC): a step has the real clock",
    "uuid4": "use uuid.uuid4()",
    "log": "use print or logging",
    "get_workflow_metadata": "pass what the step needs as an argument",
    "create_hook": "open it in the workflow, and pass its token to the step",
    "create_webhook": "open it in the workflow, and pass its url to the step",
    "start": "start it in the workflow: a step may be tried several times",
    "start_with": "start it in the workflow: a step may be tried several times",
    "continue_as_new": "return to the workflow what it needs to decide this",
    "set_attributes": "return to the workflow what it is to set",
    "patched": "ask in the workflow, and pass the answer to the step",
}
"""What `vm` has for bodies alone, and what to do in a step instead."""


def find_body_only(view: View) -> Iterator[Finding]:
    """Find calls in steps that only work in a workflow."""
    for node in view.outside_code:
        if isinstance(node, ast.Call):
            module, _, name = (view.meaning(node.func) or "").partition(".")
            is_ours = module == "vm" or (module == "builtins" and name in ("sleep", "use_step"))
            if is_ours and name in _INSIDE_ONLY:
                what = f"{name}(...) works in a workflow only; a step runs this"
                yield view.finding("body-only", node, what, _INSIDE_ONLY[name])


# ---- step-arguments, step-name, unserializable


def find_wrong_arguments(view: View) -> Iterator[Finding]:
    """Find calls of steps, and starts of children, that do not fit. What is unpacked with stars is not known."""
    for node in view.inside_code:
        called = _called(view, node) if isinstance(node, ast.Call) else None
        if called is None or not isinstance(node, ast.Call):
            continue
        declared, arguments = called
        names = [keyword.arg for keyword in node.keywords]
        if None in names or any(isinstance(argument, ast.Starred) for argument in arguments):
            continue
        try:
            declared.check_arguments(arguments, {str(name): None for name in names})
        except WrongArguments as error:
            yield view.finding(
                "step-arguments", node, error.what, f"its signature: {declared.name}{declared.signature}"
            )


def _called(view: View, node: ast.Call) -> tuple[Declared, list[ast.expr]] | None:
    """Return what a call will call in the end, and its positional arguments: a step, or the child of `start`."""
    step = view.step(node.func)
    if step is not None:
        return step, node.args
    if view.meaning(node.func) != "vm.start" or not node.args:
        return None
    child = view.project.workflows.get(view.meaning(node.args[0]) or "")
    return None if child is None else (child, node.args[1:])


def find_unknown_names(view: View) -> Iterator[Finding]:
    """Find `use_step("name")` of a step that there is not, or not once."""
    for node in view.inside_code:
        if not (isinstance(node, ast.Call) and view.meaning(node.func) in USE_STEP and node.args):
            continue
        name = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        if not isinstance(name, str) or "//" in name:
            continue
        found = view.project.steps_called(name)
        if len(found) > 1:
            what, fix = f"{name!r} names several steps", f"write one of: {', '.join(step.id for step in found)}"
            yield view.finding("step-name", node.args[0], what, fix)
        elif not found:
            yield view.finding("step-name", node.args[0], *_unknown(view, name))


def _unknown(view: View, name: str) -> tuple[str, str]:
    known = ", ".join(dict.fromkeys(step.name for step in view.project.steps.values())) or "none"
    return f"no step here is called {name!r}", f"the steps here: {known}. Those of other files come with --steps FILE"


def find_unserializable(view: View) -> Iterator[Finding]:
    """Find arguments of steps that no journal can hold: functions, generators."""
    for node in view.inside_code:
        if not isinstance(node, ast.Call) or view.step(node.func) is None:
            continue
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            kind = _kind_of(view, argument)
            if kind is not None:
                what = f"{kind} cannot be passed to a step: arguments are stored in the journal"
                yield view.finding(
                    "unserializable", argument, what, "pass plain data; let the step choose what to call"
                )


def _kind_of(view: View, node: ast.expr) -> str | None:
    if isinstance(node, ast.Lambda):
        return "a lambda"
    if isinstance(node, ast.GeneratorExp):
        return "a generator"
    found = view.definition(node)
    if found is not None:
        return "a class" if isinstance(found[1], ast.ClassDef) else "a function"
    return "a step" if view.step(node) is not None else None
