"""Events: what happened to a run, in the past tense, frozen.

Each has one canonical byte form (`encode_event`): UTF-8 JSON, no spaces, fields in the order of the class,
fields that are None left out. A field that holds a value of the author's is already encoded text (an
`Encoded`, from `vm.core.codec`), so that a value is encoded once and hashed as it stands.

`at_ms` is logical time, in milliseconds since the epoch. An event from outside brings it; an event that
the VM emits carries the time of the last event fed to the body, so that a replay regenerates it.
"""

from __future__ import annotations

from vm.core.events._base import JOURNAL_VERSION, Encoded, Event
from vm.core.events._bytes import EVENT_TYPES, decode_event, encode_event, encode_event_of, make_event, quote
from vm.core.events._children import ChildCancelled, ChildCancelRequested, ChildCompleted, ChildCreated, ChildFailed
from vm.core.events._hooks import HookConflict, HookCreated, HookDisposed, HookReceived
from vm.core.events._runs import (
    AttributesSet,
    CancelRequested,
    LogWritten,
    PatchMarked,
    RunCancelled,
    RunCompleted,
    RunContinued,
    RunCreated,
    RunFailed,
    RunStarted,
    RunUpgraded,
)
from vm.core.events._steps import StepCancelled, StepCompleted, StepCreated, StepFailed, StepRetrying, StepStarted
from vm.core.events._waits import WaitCancelled, WaitCompleted, WaitCreated

__all__ = [
    "EVENT_TYPES",
    "JOURNAL_VERSION",
    "AttributesSet",
    "CancelRequested",
    "ChildCancelRequested",
    "ChildCancelled",
    "ChildCompleted",
    "ChildCreated",
    "ChildFailed",
    "Encoded",
    "Event",
    "HookConflict",
    "HookCreated",
    "HookDisposed",
    "HookReceived",
    "LogWritten",
    "PatchMarked",
    "RunCancelled",
    "RunCompleted",
    "RunContinued",
    "RunCreated",
    "RunFailed",
    "RunStarted",
    "RunUpgraded",
    "StepCancelled",
    "StepCompleted",
    "StepCreated",
    "StepFailed",
    "StepRetrying",
    "StepStarted",
    "WaitCancelled",
    "WaitCompleted",
    "WaitCreated",
    "decode_event",
    "encode_event",
    "encode_event_of",
    "make_event",
    "quote",
]
