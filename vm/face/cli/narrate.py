"""What happens in a run, told line by line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from vm.core import events
from vm.core.describe import describe_call, describe_value, format_time
from vm.core.durations import format_ms
from vm.core.events import Event
from vm.core.ids import short_name
from vm.face.cli.text import Line, line
from vm.inspect.fold import RunView

_ID_WIDTH: Final = 8


def narrate(view: RunView, event: Event) -> list[Line]:
    """Return the lines that tell `event`, which was just folded into `view`. Many an event needs none."""
    tell = _TELL.get(type(event))
    return [] if tell is None else tell(view, event)


def one_line(text: str, limit: int = 200) -> str:
    """Return the first line of `text`, with a sign when that is not all of it."""
    first, newline, _ = text.partition("\n")
    return first if not newline and len(first) <= limit else f"{first[:limit]} …"


def format_value(value: Any) -> str:
    """Return plain JSON for people: on one line when it is short, indented when it is not."""
    short = json.dumps(value, ensure_ascii=False)
    return short if len(short) <= 60 else json.dumps(value, ensure_ascii=False, indent=2)


def call_of(view: RunView, correlation_id: str) -> str:
    """Return a step's call as it was written: `charge_card(42)`."""
    step = view.steps[correlation_id]
    return describe_call(step.step, step.args)


def name_of(view: RunView, correlation_id: str) -> str:
    return short_name(view.steps[correlation_id].step)


def failure_text(view: RunView, error: str) -> str:
    """Return an encoded error as `ValueError: no such order`, on one line."""
    from vm.inspect.failure import read_failure

    failure = read_failure(error, view)
    return one_line(f"{failure.type}: {failure.message}" if failure.message else failure.type)


def log_lines(level: str, text: str) -> list[Line]:
    """Return what the body printed or logged, as it stands in the progress."""
    head = "" if level == "print" else f"{level}: "
    style = _LEVEL_STYLES.get(level, "")
    return [line(("  | ", "dim"), (f"{head}{row}", style)) for row in text.removesuffix("\n").split("\n")]


_LEVEL_STYLES: Final = {"warning": "yellow", "error": "red", "debug": "dim"}


def _tell_line(correlation_id: str, *rest: Any) -> list[Line]:
    return [line(("  " + correlation_id.ljust(_ID_WIDTH), "dim"), "  ", *rest)]


def _run_created(_: RunView, event: events.RunCreated) -> list[Line]:
    file = event.workflow.split("//")[1]
    return [line("run ", (event.run_id, "bold"), "  ", short_name(event.workflow), (f" ({file})", "dim"))]


def _step_started(view: RunView, event: events.StepStarted) -> list[Line]:
    attempt = f"  attempt {event.attempt}" if event.attempt > 1 else ""
    return _tell_line(event.correlation_id, call_of(view, event.correlation_id), (f"{attempt}  started", "dim"))


def _step_retrying(view: RunView, event: events.StepRetrying) -> list[Line]:
    name, error = name_of(view, event.correlation_id), failure_text(view, event.error)
    delay = format_ms(max(event.retry_at_ms - event.at_ms, 0))
    return [
        *_tell_line(event.correlation_id, name, (f"  attempt {event.attempt} failed: {error}", "yellow")),
        *_tell_line("", (f"next attempt in {delay}, at {format_time(event.retry_at_ms)}", "dim")),
    ]


def _step_completed(view: RunView, event: events.StepCompleted) -> list[Line]:
    step = view.steps[event.correlation_id]
    took = format_ms(step.duration_ms or 0)
    tries = f" at attempt {len(step.attempts)}" if len(step.attempts) > 1 else ""
    return _tell_line(
        event.correlation_id, name_of(view, event.correlation_id), ("  done", "green"), f"{tries} in {took}"
    )


def _step_failed(view: RunView, event: events.StepFailed) -> list[Line]:
    error = failure_text(view, event.error)
    tries = f"after {event.attempts} attempts" if event.attempts != 1 else "at its first attempt"
    tries = tries if event.attempts else "before it ran"
    return _tell_line(
        event.correlation_id, name_of(view, event.correlation_id), ("  failed", "bold red"), f" {tries}: {error}"
    )


def _step_cancelled(view: RunView, event: events.StepCancelled) -> list[Line]:
    return _tell_line(event.correlation_id, name_of(view, event.correlation_id), ("  cancelled", "yellow"))


def _wait_created(_: RunView, event: events.WaitCreated) -> list[Line]:
    delay = format_ms(max(event.until_ms - event.at_ms, 0))
    return _tell_line(event.correlation_id, f"sleeps {delay}", (f"  until {format_time(event.until_ms)}", "dim"))


def _wait_completed(_: RunView, event: events.WaitCompleted) -> list[Line]:
    return _tell_line(event.correlation_id, "awake")


def _wait_cancelled(_: RunView, event: events.WaitCancelled) -> list[Line]:
    return _tell_line(event.correlation_id, "sleep", ("  cancelled", "yellow"))


def _log_written(_: RunView, event: events.LogWritten) -> list[Line]:
    return log_lines(event.level, event.text)


def _hook_created(_: RunView, event: events.HookCreated) -> list[Line]:
    what = "waits for requests" if event.kind == "webhook" else "takes payloads"
    return _tell_line(event.correlation_id, what, (f"  token {event.token}", "dim"))


def _hook_received(_: RunView, event: events.HookReceived) -> list[Line]:
    return _tell_line(event.correlation_id, "received", (f"  {describe_value(event.payload)}", "dim"))


def _hook_conflict(view: RunView, event: events.HookConflict) -> list[Line]:
    token = view.hooks[event.correlation_id].token
    return _tell_line(event.correlation_id, f"run {event.owner} has the token {token}", ("  refused", "yellow"))


def _child_created(_: RunView, event: events.ChildCreated) -> list[Line]:
    call = describe_call(event.workflow, event.input)
    return _tell_line(event.correlation_id, call, (f"  run {event.child}  started", "dim"))


def _child_ended(view: RunView, event: Any) -> list[Line]:
    child = view.children[event.correlation_id]
    word = event.type.removeprefix("child_").replace("cancel_requested", "asked to end")
    style = {"completed": "green", "failed": "bold red"}.get(word, "yellow")
    error = f": {failure_text(view, child.error)}" if child.error is not None else ""
    return _tell_line(event.correlation_id, short_name(child.workflow), (f"  {word}", style), error)


def _cancel_requested(_: RunView, event: events.CancelRequested) -> list[Line]:
    reason = f": {one_line(event.reason)}" if event.reason else ""
    return [line((f"  asked to {event.mode}{reason}", "yellow"))]


def _run_continued(_: RunView, event: events.RunContinued) -> list[Line]:
    return [line("  goes on as run ", (event.next, "bold"))]


def _attributes_set(_: RunView, event: events.AttributesSet) -> list[Line]:
    return [line((f"  attributes {describe_value(event.attributes)}", "dim"))]


def _run_upgraded(_: RunView, event: events.RunUpgraded) -> list[Line]:
    return [line("  goes on with bundle ", (event.bundle[:12], "bold"))]


_TELL: Final[dict[type[Event], Callable[[RunView, Any], list[Line]]]] = {
    events.RunCreated: _run_created,
    events.StepStarted: _step_started,
    events.StepRetrying: _step_retrying,
    events.StepCompleted: _step_completed,
    events.StepFailed: _step_failed,
    events.StepCancelled: _step_cancelled,
    events.WaitCreated: _wait_created,
    events.WaitCompleted: _wait_completed,
    events.WaitCancelled: _wait_cancelled,
    events.LogWritten: _log_written,
    events.HookCreated: _hook_created,
    events.HookReceived: _hook_received,
    events.HookConflict: _hook_conflict,
    events.ChildCreated: _child_created,
    events.ChildCancelRequested: _child_ended,
    events.ChildCompleted: _child_ended,
    events.ChildFailed: _child_ended,
    events.ChildCancelled: _child_ended,
    events.CancelRequested: _cancel_requested,
    events.RunContinued: _run_continued,
    events.AttributesSet: _attributes_set,
    events.RunUpgraded: _run_upgraded,
}
