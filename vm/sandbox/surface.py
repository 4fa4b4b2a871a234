"""What a workflow's author calls: the `vm` module as a body sees it, and the builtins that are injected.

Everything is bound to one run's `Context`. Outside a body the same names exist in `vm` and say that they
belong inside one.
"""

from __future__ import annotations

import datetime
import sys
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from stdlib_shims.face import Face, Late
from vm import errors
from vm.core.codec import serializable
from vm.core.combine import Gather, Race, TaskGroup, start_awaitable
from vm.core.commands import Origin, make_origin
from vm.core.context import Context
from vm.core.ids import short_name
from vm.core.kernel import Cancelled, Future
from vm.core.operations import SleepCall, StepCall
from vm.core.options import parse_options
from vm.core.signals import RunCancelled
from vm.core.timeouts import Timeout
from vm.sandbox.outside import make_hooks, make_notes, make_runs
from vm.sandbox.sizes import join, pay_to_start

if TYPE_CHECKING:
    from vm.sandbox.declared import Declared

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class WorkflowMetadata(NamedTuple):
    """Who a run is. `started_at` is aware, in UTC."""

    run_id: str
    workflow_id: str
    workflow_name: str
    started_at: datetime.datetime


def make_stub(context: Context, step: str, options: dict[str, Any] | None = None) -> Callable[..., StepCall]:
    """Return what a step's name is bound to inside a body: calling it gives the awaitable call."""

    def stub(*args: Any, **kwargs: Any) -> StepCall:
        frame = sys._getframe(1)
        return context.call_step(step, args, kwargs, options=options, origin=make_origin((frame.f_code, frame.f_lasti)))

    stub.__name__ = stub.__qualname__ = short_name(step)
    return stub


def make_builtins(context: Context, steps: tuple[str, ...]) -> dict[str, object]:
    """Return the builtins that a body has beyond Python's own. `steps` are the ids that `use_step` knows."""
    return {"sleep": _make_sleep(context), "use_step": _make_use_step(context, steps)}


def make_face(
    context: Context,
    given: Mapping[str, object],
    *,
    workflows: Mapping[str, Declared] | None = None,
    text: Callable[[Any], str] = str,
    owns: Callable[[object], bool] = lambda _: True,
) -> Face:
    """Return the frozen `vm` module of one run.

    `given` are the builtins that it has as well, `workflows` the ids that `start` knows. `text` is how the sandbox
    turns a value into text (no address, nothing of the process). `owns` says which classes are the author's.
    """
    run = _Run(context, workflows or {}, text, owns)
    return Face("vm", given, late=Late(_LATE_NAMES, lambda name: _LATE[name](run)))


class _Run(NamedTuple):
    """What members of the face are made from."""

    context: Context
    workflows: Mapping[str, Declared]
    text: Callable[[Any], str]
    owns: Callable[[object], bool]


_ERRORS: Final = (
    "FatalError", "RetryableError", "StepFailed", "StepTimeout", "AttemptLost", "RemoteError",
    "HookConflict", "HookDisposed", "ChildFailed", "ChildCancelled",
)  # fmt: skip


def make_print(context: Context, text: Callable[[Any], str] = str) -> Callable[..., None]:
    """Return the `print` of one run: its lines go to the journal once, and from there to the terminal.

    With `file=` they go to an object of the author's that has a `write`.
    """

    def print(
        *values: Any, sep: str | None = " ", end: str | None = "\n", file: Any = None, flush: bool = False
    ) -> None:
        between, last = _mark("sep", sep, " "), _mark("end", end, "\n")
        if file is None:
            context.write_log("print", join(between, [*map(text, values)]) + last, origin=caller())
            return
        for index, value in enumerate(values):
            if index:
                file.write(between)
            file.write(text(value))
        file.write(last)
        if flush:
            file.flush()

    print.__qualname__ = "print"
    return print


def _mark(name: str, value: object, default: str) -> str:
    if value is None or isinstance(value, str):
        return default if value is None else value
    raise TypeError(f"{name} must be None or a string, not {type(value).__name__}")


def caller() -> Origin:
    """Return the place in the author's source that called the function which asks."""
    frame = sys._getframe(2)
    return Origin(frame.f_code, frame.f_lasti)


def _make_sleep(context: Context) -> Callable[[Any], SleepCall]:
    def sleep(duration: Any) -> SleepCall:
        """Sleep durably: "30s", "1h30m", seconds, a timedelta, or until a datetime."""
        return context.call_sleep(duration, origin=caller())

    return sleep


def _limits(context: Context) -> dict[str, object]:
    def timeout(duration: Any) -> Timeout:
        """Give a block a time limit: `async with timeout("5m"): ...`."""
        return Timeout(context, duration, caller())

    return {"timeout": timeout}


def _combinators(context: Context) -> dict[str, object]:
    kernel = context.kernel

    def gather(*awaitables: object, return_exceptions: bool = False) -> Gather:
        """Wait for all, results in the order given. The first failure is raised at once; the others go on."""
        pay_to_start(awaitables)
        return Gather(kernel, awaitables, keep_errors=return_exceptions)

    def race(*awaitables: object) -> Race:
        """Wait for the first; the others are cancelled and not waited for."""
        pay_to_start(awaitables)
        return Race(kernel, awaitables)

    def create_task(awaitable: object) -> Future:
        """Set something going; await the returned task for its result."""
        return start_awaitable(kernel, awaitable)

    def task_group() -> TaskGroup:
        """Tasks that end before the block does; when one fails, the others are cancelled."""
        return TaskGroup(kernel)

    return {"gather": gather, "race": race, "create_task": create_task, "TaskGroup": task_group}


def _facts(context: Context, text: Callable[[Any], str]) -> dict[str, object]:
    def now() -> datetime.datetime:
        """Return the time of the last event delivered: aware, in UTC."""
        return _EPOCH + datetime.timedelta(milliseconds=context.now_ms)

    def uuid4() -> uuid.UUID:
        """Return a UUID from the run's own stream of ids."""
        return uuid.UUID(int=context.id_random.getrandbits(128), version=4)

    def log(*values: Any, level: str = "info") -> None:
        """Write a line to the run's log. Recorded once; a replay is silent."""
        if type(level) is not str or level not in _LEVELS:
            raise errors.BadOption("level", f"it is not one of {', '.join(_LEVELS)}")
        context.write_log(level, " ".join(map(text, values)), origin=caller())

    def get_workflow_metadata() -> WorkflowMetadata:
        """Return who this run is."""
        started = _EPOCH + datetime.timedelta(milliseconds=context.started_ms)
        return WorkflowMetadata(context.run_id, context.workflow, short_name(context.workflow), started)

    return {"now": now, "uuid4": uuid4, "log": log, "get_workflow_metadata": get_workflow_metadata}


_LEVELS: Final = ("debug", "info", "warning", "error")


def _make_use_step(context: Context, known: tuple[str, ...]) -> Callable[..., Callable[..., StepCall]]:
    def use_step(name: str, **options: Any) -> Callable[..., StepCall]:
        """Return a step by its id, or by its name where that is unique. `options` are those of `@step`."""
        if type(name) is not str:
            raise errors.UnknownStep(text_of(name), sorted(known))
        found = [name] if name in known else [step for step in known if short_name(step) == name]
        if len(found) == 1:
            return make_stub(context, found[0], parse_options(options) or None)
        if "//" in name and not found:  # a full id that only the host knows: it will say if it does not
            return make_stub(context, name, parse_options(options) or None)
        raise errors.UnknownStep(name, sorted(found or known), ambiguous=bool(found))

    return use_step


def text_of(value: object) -> str:
    """Name a value of the wrong kind without calling anything of its own."""
    return f"a {type(value).__name__}"


def _marks(owns: Callable[[object], bool]) -> dict[str, object]:
    def own_serializable(cls: Any) -> Any:
        """Let instances of an own class cross the boundary."""
        if not owns(cls):
            raise errors.AccessRefused(
                "only classes of the workflow's own can be marked @serializable",
                fix="convert the value before it crosses",
            )
        return serializable(cls)

    return {"serializable": own_serializable, "step": _marker("step"), "workflow": _marker("workflow")}


def _marker(name: str) -> Callable[..., NoReturn]:
    """`step` and `workflow` mark functions of a file and are read by the loader; nothing calls them in a body."""

    def marker(*_: object, **__: object) -> NoReturn:
        raise errors.NotAvailable(f"vm.{name}", fix=f"use @{name} on a function at the top level of the file")

    return marker


_SIGNALS: Final[dict[str, object]] = {
    "Cancelled": Cancelled,
    "RunCancelled": RunCancelled,
    **{name: getattr(errors, name) for name in _ERRORS},
}

_Make = Callable[[_Run], Mapping[str, object]]
_GROUPS: Final[tuple[tuple[tuple[str, ...], _Make], ...]] = (
    (("timeout",), lambda run: _limits(run.context)),
    (("gather", "race", "create_task", "TaskGroup"), lambda run: _combinators(run.context)),
    (("now", "uuid4", "log", "get_workflow_metadata"), lambda run: _facts(run.context, run.text)),
    (("create_hook", "create_webhook", "define_hook"), lambda run: make_hooks(run.context)),
    (("start", "start_with", "continue_as_new"), lambda run: make_runs(run.context, run.workflows)),
    (("set_attributes", "patched", "get_writable"), lambda run: make_notes(run.context)),
    (("serializable", "step", "workflow"), lambda run: _marks(run.owns)),
    (tuple(_SIGNALS), lambda _: _SIGNALS),
)
"""Members that are made together, when a body reads one of them: most read two or three of all."""

_LATE: Final[dict[str, _Make]] = {name: make for names, make in _GROUPS for name in names}
_LATE_NAMES: Final = tuple(_LATE)
