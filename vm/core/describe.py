"""Events in words, for reports and listings."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any, Final

from vm.core import events
from vm.core.codec import plain
from vm.core.events import Encoded, Event
from vm.core.ids import short_name

LIMIT: Final = 80  # characters of a value, so that a report stays on one screen


def describe_event(event: Event) -> str:
    """Return one line that says what the event is: `step charge_card(42)`, `wait until 2000-01-01T00:00:30Z`."""
    describe = _DESCRIBE.get(type(event))
    return describe(event) if describe is not None else event.type


def describe_value(value: Encoded) -> str:
    """Return an encoded value as short text."""
    return _shorten(json.dumps(plain(value), ensure_ascii=False))


def describe_call(step: str, args: Encoded) -> str:
    """Return a step call as it was written: `charge_card(42, note="x")`."""
    form = plain(args)
    try:
        positional, named = form["$tuple"]
        values = positional["$tuple"] if isinstance(positional, dict) else positional
        parts = [json.dumps(value, ensure_ascii=False) for value in values]
        parts += [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in named.items()]
    except (KeyError, TypeError, ValueError, AttributeError):
        return f"{short_name(step)}({describe_value(args)})"
    return f"{short_name(step)}({_shorten(', '.join(parts))})"


def format_time(at_ms: int) -> str:
    """Return logical time as ISO 8601 in UTC, with milliseconds: `2000-01-01T00:00:30.000Z`."""
    try:
        moment = _EPOCH + datetime.timedelta(milliseconds=at_ms)
    except OverflowError:  # beyond the years 1 to 9999
        return f"{at_ms} ms"
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{at_ms % 1000:03d}Z"


_EPOCH: Final = datetime.datetime(1970, 1, 1)


def _shorten(text: str) -> str:
    return text if len(text) <= LIMIT else f"{text[: LIMIT - 1]}…"


def _error_name(event: Any) -> str:
    form = plain(event.error)
    if not isinstance(form, dict):
        return "an error"
    return short_name(str(form.get("$error") or form.get("$group") or "an error"))


_DESCRIBE: Final[dict[type[Event], Callable[[Any], str]]] = {
    events.StepCreated: lambda event: f"step {describe_call(event.step, event.args)}",
    events.StepCancelled: lambda event: f"the cancelling of {event.correlation_id}",
    events.WaitCreated: lambda event: f"wait until {format_time(event.until_ms)}",
    events.WaitCancelled: lambda event: f"the cancelling of {event.correlation_id}",
    events.LogWritten: lambda event: f"log {event.level} {_shorten(json.dumps(event.text, ensure_ascii=False))}",
    events.RunCompleted: lambda event: f"the end with {describe_value(event.output)}",
    events.RunFailed: lambda event: f"the failure with {_error_name(event)}",
    events.HookCreated: lambda event: f"{event.kind} {_shorten(json.dumps(event.token, ensure_ascii=False))}",
    events.HookDisposed: lambda event: f"the disposal of {event.correlation_id}",
    events.HookConflict: lambda event: f"the refusal of {event.correlation_id}: run {event.owner} has its token",
    events.HookReceived: lambda event: f"a payload for {event.correlation_id}: {describe_value(event.payload)}",
    events.ChildCreated: lambda event: f"child run {event.child}: {describe_call(event.workflow, event.input)}",
    events.ChildCancelRequested: lambda event: f"the cancelling of {event.correlation_id}",
    events.ChildCompleted: lambda event: f"the result of {event.correlation_id}",
    events.ChildFailed: lambda event: f"the failure of {event.correlation_id}",
    events.ChildCancelled: lambda event: f"the cancellation of {event.correlation_id}",
    events.CancelRequested: lambda event: f"the request to {event.mode} the run",
    events.RunCancelled: lambda _: "the end by cancellation",
    events.RunContinued: lambda event: f"the end, to go on as run {event.next}",
    events.RunUpgraded: lambda event: f"the upgrade to bundle {event.bundle[:12]}",
    events.AttributesSet: lambda event: f"attributes {describe_value(event.attributes)}",
    events.PatchMarked: lambda event: f"patch {json.dumps(event.patch, ensure_ascii=False)}",
    events.StepStarted: lambda event: f"attempt {event.attempt} of {event.correlation_id}",
    events.StepRetrying: lambda event: f"a failed attempt of {event.correlation_id}",
    events.StepCompleted: lambda event: f"the result of {event.correlation_id}",
    events.StepFailed: lambda event: f"the failure of {event.correlation_id}",
    events.WaitCompleted: lambda event: f"the end of {event.correlation_id}",
}
