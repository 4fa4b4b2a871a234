"""Bodies driven by hand: the same source in the sandbox and in plain Python."""

from __future__ import annotations
import __future__

import ast
import random
import sys
import textwrap
from collections.abc import Coroutine
from contextvars import copy_context
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any, NoReturn
from unittest.mock import patch

from vm.core.fuel import Fuel
from vm.core.kernel import Kernel
from vm.core.program import Body
from vm.errors import Finding, SourceRefused
from vm.sandbox.bundle import Bundle
from vm.sandbox.compiler import compile_file
from vm.sandbox.loader import load_source
from vm.sandbox.program import SandboxProgram

NOW_MS = 1_700_000_000_000


def make_context(**changes: Any) -> Any:
    """Return what a body may ask of a run. `logs` collects what it prints."""
    logs: list[tuple[str, str]] = []
    context = SimpleNamespace(
        run_id="run",
        workflow="workflow//workflow.py//main",
        seed="seed",
        now_ms=NOW_MS,
        started_ms=NOW_MS,
        random=random.Random("seed"),
        id_random=random.Random("ids"),
        kernel=Kernel(),
        is_dead=False,
        stopped=None,
        logs=logs,
        write_log=lambda level, text, origin=None: logs.append((level, text)),
        call_step=lambda step, args, kwargs, options=None, origin=None: ("called", step, args, kwargs),
    )
    context.fuel = Fuel()
    context.stop = partial(_stop, context)
    vars(context).update(changes)
    return context


def _stop(context: Any, error: Exception) -> NoReturn:
    context.fuel.empty()
    context.is_dead = context.kernel.is_dead = True
    context.stopped = context.stopped or error
    raise error


def drive(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine that never parks, and return its value."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("the body parked")


def body_source(statements: str, prelude: str = "") -> str:
    """Return a file whose workflow `main` has these statements."""
    inside = textwrap.indent(textwrap.dedent(statements).strip(), "    ")
    return f'{textwrap.dedent(prelude)}\nasync def main():\n    "use workflow"\n{inside}\n'


def open_bundle(bundle: Bundle, context: Any = None, name: str = "main") -> Body:
    program = SandboxProgram(bundle, f"workflow//{bundle.entry}//{name}")
    return program.open(make_context() if context is None else context)


def run_sandboxed(source: str, *args: Any, context: Any = None) -> Any:
    """Return what a workflow returns, or raise what ended it: a stop counts, whatever the body makes of it."""
    run = make_context() if context is None else context
    try:
        return copy_context().run(lambda: drive(open_bundle(load_source(source), run).function(*args)))
    finally:
        if run.stopped is not None:
            raise run.stopped


def run_plain(source: str, *args: Any) -> Any:
    """Run the same file as an ordinary module, its annotations kept as text."""
    module = ModuleType("workflow")
    flags = __future__.annotations.compiler_flag
    with patch.dict(sys.modules, workflow=module):
        exec(compile(source, "workflow.py", "exec", flags=flags, dont_inherit=True), module.__dict__)
        return copy_context().run(lambda: drive(module.main(*args)))


def findings_of(source: str) -> list[Finding]:
    """Return what the policy refuses in a file."""
    return compile_file("workflow.py", textwrap.dedent(source))[1]


def codes_of(source: str) -> list[str]:
    return [finding.code for finding in findings_of(source)]


def refusal_of(source: str) -> SourceRefused | None:
    try:
        SandboxProgram(load_source(source), "workflow//workflow.py//main")
    except SourceRefused as refusal:
        return refusal
    return None


def parses_here(source: str) -> bool:
    """Whether this Python has the syntax at all."""
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True
