"""What happens to a sleep."""

from __future__ import annotations

from typing import ClassVar

from vm.core.events._base import Event
from vm.core.frozen import frozen


@frozen(kw_only=True)
class WaitCreated(Event):
    """The body sleeps until `until_ms`. The due time is fixed here, once."""

    type: ClassVar[str] = "wait_created"
    is_fed: ClassVar[bool] = False
    correlation_id: str
    until_ms: int


@frozen(kw_only=True)
class WaitCompleted(Event):
    type: ClassVar[str] = "wait_completed"
    correlation_id: str


@frozen(kw_only=True)
class WaitCancelled(Event):
    type: ClassVar[str] = "wait_cancelled"
    is_fed: ClassVar[bool] = False
    correlation_id: str
