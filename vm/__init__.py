"""Workflow VM: durable, replayable workflows in plain Python.

What a workflow file imports (`from vm import gather, step, FatalError`) and what an embedding program
imports (`from vm import open_vm`). Inside a workflow body the same import gives the sandbox's own versions;
outside one, names that belong inside say so when they are called.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, overload

from vm.errors import (
    AttemptLost,
    ChildCancelled,
    ChildFailed,
    FatalError,
    HookConflict,
    HookDisposed,
    OutsideWorkflow,
    RemoteError,
    RetryableError,
    RunFailed,
    StepFailed,
    StepTimeout,
    VMError,
    WorkflowCalledDirectly,
)

if TYPE_CHECKING:
    from vm.core.codec import serializable as serializable
    from vm.core.signals import RunCancelled as RunCancelled
    from vm.core.streams import get_writable as get_writable
    from vm.face.background import BackgroundVM as BackgroundVM
    from vm.face.embed import VM as VM
    from vm.face.embed import open_vm as open_vm
    from vm.face.handle import Run as Run
    from vm.host.answers import respond as respond
    from vm.host.isolation import Isolation as Isolation
    from vm.host.metadata import StepMetadata as StepMetadata
    from vm.host.metadata import get_step_metadata as get_step_metadata

__version__ = "0.1.0"

_Function = TypeVar("_Function", bound=Callable[..., Any])


@overload
def step(function: _Function, /) -> _Function: ...
@overload
def step(
    *,
    max_retries: int | None = None,
    timeout: Any = None,
    max_duration: Any = None,
    backoff: Any = None,
    max_backoff: Any = None,
    factor: float | None = None,
    loop: str | None = None,
    concurrency: int | None = None,
    rate_limit: str | None = None,
    limit_key: str | None = None,
    priority: int | None = None,
    jitter: bool | None = None,
    max_lost: int | None = None,
) -> Callable[[_Function], _Function]: ...
def step(function: Any = None, /, **options: Any) -> Any:
    """Mark a function as a step; says the same as the `"use step"` directive, with options.

    The function stays an ordinary one: outside a workflow, calling it is a plain call. `max_retries` (3)
    counts further attempts; `timeout` is per attempt, `max_duration` over all; `backoff` (1 s) grows by
    `factor` (2) up to `max_backoff` (60 s), with full jitter unless `jitter=False`; attempts whose worker died are
    made again up to `max_lost` (as `max_retries`); `loop="asyncio"` runs it on an asyncio loop.

    Over all workers of a world at most `concurrency` attempts are made at once, and at most `rate_limit`
    ("10/1s") begin; steps that name one `limit_key` share them. Of attempts that wait in one worker, those
    of a higher `priority` (0) begin first.

    Raises:
        BadOption: An option is unknown or out of its range.
    """
    from vm.core.options import parse_options

    parsed = parse_options(options)

    def mark(target: _Function) -> _Function:
        target.__vm_step__ = parsed  # type: ignore[attr-defined]
        return target

    return mark if function is None else mark(function)


def workflow(function: Any = None, /) -> Any:
    """Mark an `async def` as a workflow; says the same as the `"use workflow"` directive."""

    def mark(target: Callable[..., Any]) -> Callable[..., NoReturn]:
        @functools.wraps(target)
        def refuse(*_: object, **__: object) -> NoReturn:
            raise WorkflowCalledDirectly(target.__name__)

        refuse.__vm_workflow__ = True  # type: ignore[attr-defined]
        return refuse

    return mark if function is None else mark(function)


def _inside_only(name: str) -> Callable[..., NoReturn]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OutsideWorkflow(name)

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = f"`{name}` works inside a workflow body."
    return refuse


sleep: Any = _inside_only("sleep")
use_step: Any = _inside_only("use_step")
gather: Any = _inside_only("gather")
race: Any = _inside_only("race")
create_task: Any = _inside_only("create_task")
TaskGroup: Any = _inside_only("TaskGroup")
timeout: Any = _inside_only("timeout")
now: Any = _inside_only("now")
uuid4: Any = _inside_only("uuid4")
log: Any = _inside_only("log")
get_workflow_metadata: Any = _inside_only("get_workflow_metadata")
create_hook: Any = _inside_only("create_hook")
create_webhook: Any = _inside_only("create_webhook")
start: Any = _inside_only("start")
start_with: Any = _inside_only("start_with")
continue_as_new: Any = _inside_only("continue_as_new")
set_attributes: Any = _inside_only("set_attributes")
patched: Any = _inside_only("patched")


class HookDefinition:
    """Hooks whose payloads are of one type. A body opens them with `create`; whoever resumes one is held to it."""

    def __init__(self, schema: Any) -> None:
        self.schema = schema

    def create(self, token: str | None = None, metadata: Any = None) -> NoReturn:
        raise OutsideWorkflow("define_hook(...).create")


def define_hook(schema: Any) -> HookDefinition:
    """Define hooks whose payloads are checked against a type: a pydantic model, a dataclass, a plain type.

    The type, or the name it is bound to, stands at the top of the workflow's file, so that it is found again
    where the hook is resumed.
    """
    return HookDefinition(schema)


_LAZY = {
    "open_vm": "vm.face.embed",
    "Isolation": "vm.host.isolation",
    "BackgroundVM": "vm.face.background",
    "VM": "vm.face.embed",
    "Run": "vm.face.handle",
    "get_step_metadata": "vm.host.metadata",
    "StepMetadata": "vm.host.metadata",
    "RunCancelled": "vm.core.signals",
    "get_writable": "vm.core.streams",
    "respond": "vm.host.answers",
    "serializable": "vm.core.codec",
}  # loaded when first used: a workflow file must not pay for trio and SQLite


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'vm' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value


__all__ = [
    "VM",
    "AttemptLost",
    "BackgroundVM",
    "ChildCancelled",
    "ChildFailed",
    "FatalError",
    "HookConflict",
    "HookDefinition",
    "HookDisposed",
    "Isolation",
    "RemoteError",
    "RetryableError",
    "Run",
    "RunCancelled",
    "RunFailed",
    "StepFailed",
    "StepMetadata",
    "StepTimeout",
    "TaskGroup",
    "VMError",
    "continue_as_new",
    "create_hook",
    "create_task",
    "create_webhook",
    "define_hook",
    "gather",
    "get_step_metadata",
    "get_workflow_metadata",
    "get_writable",
    "log",
    "now",
    "open_vm",
    "patched",
    "race",
    "respond",
    "serializable",
    "set_attributes",
    "sleep",
    "start",
    "start_with",
    "step",
    "timeout",
    "use_step",
    "uuid4",
    "workflow",
]
