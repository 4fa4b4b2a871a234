"""What happens to a run that a body started."""

from __future__ import annotations

from typing import ClassVar

from vm.core.events._base import Encoded, Event
from vm.core.frozen import frozen


@frozen(kw_only=True)
class ChildCreated(Event):
    """The body started run `child`. `input` is the pair (args, kwargs).

    `on_close` says what becomes of it when this run ends first: `cancel` or `abandon`.
    """

    type: ClassVar[str] = "child_created"
    is_fed: ClassVar[bool] = False
    correlation_id: str
    child: str
    workflow: str
    on_close: str
    input: Encoded


@frozen(kw_only=True)
class ChildCancelRequested(Event):
    """The child is asked to end. It may clean up first."""

    type: ClassVar[str] = "child_cancel_requested"
    is_fed: ClassVar[bool] = False
    correlation_id: str


@frozen(kw_only=True)
class ChildCompleted(Event):
    type: ClassVar[str] = "child_completed"
    correlation_id: str
    result: Encoded


@frozen(kw_only=True)
class ChildFailed(Event):
    type: ClassVar[str] = "child_failed"
    correlation_id: str
    error: Encoded


@frozen(kw_only=True)
class ChildCancelled(Event):
    type: ClassVar[str] = "child_cancelled"
    correlation_id: str
