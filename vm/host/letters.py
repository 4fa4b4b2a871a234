"""Messages to runs: how they are written, and what each does to a run that reads it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from vm.core import events
from vm.core.events import Encoded, Event
from vm.core.lifecycle import RunStatus
from vm.core.state import OpenChild, OpenHook
from world.changes import Move
from world.records import BundleRecord, MessageRecord, NewMessage

if TYPE_CHECKING:
    from vm.host.warm import WarmRun

HOOK: Final = "hook"
CHILD: Final = "child"
CANCEL: Final = "cancel"
WAKE: Final = "wake"
UPGRADE: Final = "upgrade"

AT_ONCE: Final = 0
"""Due in whatever time a run lives in, a virtual one too."""

GRACE_MS: Final = 300_000
"""How long a run that is asked to end may clean up, unless somebody says otherwise."""


# ---- writing


def payload(run_id: str, correlation_id: str, encoded: Encoded, *, key: str | None) -> NewMessage:
    """Return what brings a payload to a hook. With a `key` it is received once, however often it is sent."""
    text = json.dumps({"id": correlation_id, "payload": encoded})
    return NewMessage(run_id, HOOK, text, None if key is None else f"{correlation_id}/{key}")


def child_ended(parent: str, event: Event) -> NewMessage:
    """Return what tells a parent (`run/child_3`) how its child ended. One that goes on as another run has not."""
    run_id, _, correlation_id = parent.rpartition("/")
    match event:
        case events.RunCompleted(output=output):
            said: dict[str, Any] = {"completed": output}
        case events.RunFailed(error=error):
            said = {"failed": error}
        case _:
            said = {"cancelled": None}
    text = json.dumps({"id": correlation_id, **said})
    return NewMessage(run_id, CHILD, text, f"{CHILD}/{correlation_id}", may_be_late=True)


def cancel(
    run_id: str, *, reason: str | None, now_ms: int, grace_ms: int = GRACE_MS, key: str = "", after_ms: int = 0
) -> list[NewMessage]:
    """Return what asks a run to end, and what ends it when it has not within its grace.

    `after_ms` puts that off; the same `key` asks once. `now_ms` is the time that the run lives in.
    """
    due_ms = now_ms + after_ms
    return [
        _cancel(run_id, "cancel", reason, due_ms if after_ms else AT_ONCE, key),
        _cancel(run_id, "terminate", reason, due_ms + grace_ms, key),
    ]


def terminate(run_id: str, *, reason: str | None) -> NewMessage:
    """Return what ends a run without asking it."""
    return _cancel(run_id, "terminate", reason, AT_ONCE, "now")


def _cancel(run_id: str, mode: str, reason: str | None, due_ms: int, key: str) -> NewMessage:
    text = json.dumps({"mode": mode, "reason": reason})
    return NewMessage(run_id, CANCEL, text, f"{mode}/{key}", due_ms=due_ms, may_be_late=True)


def wake(run_id: str) -> NewMessage:
    """Return what ends the sleeps that a run is in."""
    return NewMessage(run_id, WAKE)


def upgrade(run_id: str, move: Move) -> NewMessage:
    """Return what asks whoever drives a run to move it to other code. The code itself is in it."""
    text = json.dumps({"bundle": move.bundle.data.decode("ascii"), "origin": move.origin})
    return NewMessage(run_id, UPGRADE, text)


# ---- reading


def read_upgrade(message: MessageRecord) -> Move:
    """Return the code that a message asks to move a run to."""
    said = json.loads(message.payload or "{}")
    data = said["bundle"].encode("ascii")
    return Move(BundleRecord(sha256(data).hexdigest(), data), said["origin"])


def find_events(run: WarmRun, message: MessageRecord, at_ms: int) -> list[Event]:
    """Return what a message brings to a run that reads it at `at_ms`. Nothing when nobody wants it any more."""
    if run.replay.is_over:
        return []
    said = {} if message.payload is None else json.loads(message.payload)
    match message.kind:
        case "hook":
            return _payload_events(run, said, at_ms)
        case "child":
            return _child_events(run, said, at_ms)
        case "cancel":
            return _cancel_events(run, said, at_ms)
        case "wake":
            waits = run.replay.open_waits()
            return [events.WaitCompleted(at_ms=at_ms, correlation_id=wait.correlation_id) for wait in waits]
    return []


def _payload_events(run: WarmRun, said: dict[str, Any], at_ms: int) -> list[Event]:
    if not isinstance(run.replay.find_operation(said["id"]), OpenHook):
        return []
    return [events.HookReceived(at_ms=at_ms, correlation_id=said["id"], payload=Encoded(said["payload"]))]


def _child_events(run: WarmRun, said: dict[str, Any], at_ms: int) -> list[Event]:
    id = said["id"]
    if not isinstance(run.replay.find_operation(id), OpenChild):
        return []
    if "completed" in said:
        return [events.ChildCompleted(at_ms=at_ms, correlation_id=id, result=Encoded(said["completed"]))]
    if "failed" in said:
        return [events.ChildFailed(at_ms=at_ms, correlation_id=id, error=Encoded(said["failed"]))]
    return [events.ChildCancelled(at_ms=at_ms, correlation_id=id)]


def _cancel_events(run: WarmRun, said: dict[str, Any], at_ms: int) -> list[Event]:
    mode, known = said["mode"], run.replay.cancel_mode
    if known is not None and (mode, known) != ("terminate", "cancel"):
        return []
    if run.replay.status not in (RunStatus.PENDING, RunStatus.RUNNING):
        return []
    return [events.CancelRequested(at_ms=at_ms, mode=mode, reason=said["reason"])]
