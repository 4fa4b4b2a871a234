"""What happens to a hook: a mailbox that others put payloads into by its token."""

from __future__ import annotations

from typing import ClassVar

from vm.core.events._base import Encoded, Event
from vm.core.frozen import frozen


@frozen(kw_only=True)
class HookCreated(Event):
    """The body opened a hook. `kind` is `hook` or `webhook`.

    `schema` names the type that payloads are checked against before they are taken; `respond` is what a
    webhook's caller is answered (None: accepted); `metadata` is for whoever lists hooks.
    """

    type: ClassVar[str] = "hook_created"
    is_fed: ClassVar[bool] = False
    correlation_id: str
    token: str
    kind: str = "hook"
    schema: str | None = None
    respond: Encoded | None = None
    metadata: Encoded | None = None


@frozen(kw_only=True)
class HookConflict(Event):
    """The token is another live run's, `owner`. The hook is closed: nothing will come."""

    type: ClassVar[str] = "hook_conflict"
    correlation_id: str
    owner: str


@frozen(kw_only=True)
class HookReceived(Event):
    type: ClassVar[str] = "hook_received"
    correlation_id: str
    payload: Encoded


@frozen(kw_only=True)
class HookDisposed(Event):
    """The body takes no more payloads. The token is free again."""

    type: ClassVar[str] = "hook_disposed"
    is_fed: ClassVar[bool] = False
    correlation_id: str
