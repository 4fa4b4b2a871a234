"""What happens in a run, told line by line, and each event spelled out."""

from __future__ import annotations

import pytest

from vm.core import events
from vm.core.codec import encode
from vm.core.events import Encoded, Event
from vm.face.cli.details import detail_of
from vm.face.cli.narrate import narrate
from vm.inspect.fold import RunView

T0 = 946_684_800_000
CALL = Encoded('{"$tuple":[[7],{}]}')
CHILD = events.ChildCreated(
    at_ms=T0, correlation_id="child_2", child="r.2", workflow="workflow//a.py//pack", on_close="cancel", input=CALL
)


def told(*found: Event) -> list[str]:
    """Return the lines that tell the last of `found`, after a run has begun with the others."""
    header = events.RunCreated(
        at_ms=T0,
        journal_version=1,
        run_id="r",
        workflow="workflow//a.py//main",
        bundle="b",
        policy=1,
        seed="r",
        input=CALL,
    )
    view = RunView()
    for event in (header, events.RunStarted(at_ms=T0), *found):
        view.take(event)
    return ["".join(text for text, _ in row).strip() for row in narrate(view, found[-1])]


HOOK = events.HookCreated(at_ms=T0, correlation_id="hook_1", token="order-7")


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        ([HOOK], ["hook_1    takes payloads  token order-7"]),
        (
            [HOOK, events.HookReceived(at_ms=T0, correlation_id="hook_1", payload=encode({"ok": True}))],
            ['hook_1    received  {"ok": true}'],
        ),
        (
            [HOOK, events.HookConflict(at_ms=T0, correlation_id="hook_1", owner="other")],
            ["hook_1    run other has the token order-7  refused"],
        ),
        ([CHILD], ["child_2   pack(7)  run r.2  started"]),
        (
            [CHILD, events.ChildFailed(at_ms=T0, correlation_id="child_2", error=encode(ValueError("no box")))],
            ["child_2   pack  failed: ValueError: no box"],
        ),
        (
            [CHILD, events.ChildCancelRequested(at_ms=T0, correlation_id="child_2")],
            ["child_2   pack  asked to end"],
        ),
        ([events.CancelRequested(at_ms=T0, mode="cancel", reason="too late")], ["asked to cancel: too late"]),
        ([events.RunContinued(at_ms=T0, next="r:2", input=CALL)], ["goes on as run r:2"]),
        ([events.AttributesSet(at_ms=T0, attributes=encode({"a": 1}))], ['attributes {"a": 1}']),
    ],
)
def test_event_is_told_in_a_line(found: list[Event], lines: list[str]) -> None:
    assert told(*found) == lines


def test_details_show_encoded_values_as_plain_json() -> None:
    event = events.HookCreated(
        at_ms=T0, correlation_id="hook_1", token="t", respond=encode({"status": 201}), metadata=encode(("a", 1))
    )
    assert detail_of(event) == 'token=t  kind=hook  respond={"status": 201}  metadata={"$tuple": ["a", 1]}'
