"""Hooks: mailboxes of a run, which others put payloads into by their token.

A mailbox and no future: many payloads, kept until somebody reads them, in the order in which the journal
has them. Each payload goes to one reader.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from vm.core.codec import decode
from vm.core.combine import Startable
from vm.core.commands import Command, DisposeHook
from vm.core.events import Encoded
from vm.core.kernel import Future, Waiter, _State
from vm.core.lifecycle import HOOK_LIFECYCLE, HookStatus
from vm.errors import HookConflict, HookDisposed, IllegalEvent

if TYPE_CHECKING:
    from vm.core.context import Context


class Hook(Startable):
    """An open mailbox. Await it for the next payload, iterate over it for all, use it in a `with`.

    `token` is what others send to; `url` where, for a webhook. Both are as unguessable as the run's secret.
    """

    __slots__ = ("_buffer", "_context", "_id", "_owner", "_readers", "_status", "token", "url")

    def __init__(self, context: Context, correlation_id: str, token: str, url: str | None = None) -> None:
        self._context = context
        self._id = correlation_id
        self._status = HookStatus.OPEN
        self._owner = ""
        self._buffer: deque[Encoded] = deque()
        self._readers: dict[Reading, None] = {}
        self.token = token
        self.url = url

    def __repr__(self) -> str:
        return f"<Hook {self._id} {self._status}>"

    def start(self) -> Reading:
        """Return the future of the next payload that nobody else reads."""
        reading = Reading(self)
        if self._status is HookStatus.CONFLICTED:
            reading._reject(HookConflict(self.token, self._owner))
        elif self._buffer:
            reading._deliver(self._buffer.popleft())
        elif self._status is HookStatus.DISPOSED:
            reading._reject(HookDisposed(f"the hook {self.token!r} was disposed of"))
        else:
            self._readers[reading] = None
        return reading

    def __await__(self) -> Generator[Future, None, Any]:
        reading = self.start()
        if reading._state is _State.PENDING:
            yield reading
        return reading.result()

    def __aiter__(self) -> Payloads:
        return Payloads(self)

    def dispose(self) -> None:
        """Take no more payloads; those that are there can still be read. The token is free again."""
        if self._status is not HookStatus.OPEN:
            return
        self._context._cancel_operation(self)
        self._end(HookStatus.DISPOSED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dispose()

    # ---- for the core

    def _cancel_command(self) -> Command:
        return DisposeHook(correlation_id=self._id)

    def _can_wake(self) -> bool:
        return bool(self._readers)

    def _move(self, event_type: str) -> HookStatus:
        status = HOOK_LIFECYCLE.get((self._status, event_type))
        if status is None:
            raise IllegalEvent(event_type, self._id, self._status)
        return status

    def _receive(self, payload: Encoded) -> None:
        if self._readers:
            reading = next(iter(self._readers))
            del self._readers[reading]
            reading._deliver(payload)
        else:
            self._buffer.append(payload)

    def _refuse(self, owner: str) -> None:
        self._owner = owner
        self._end(HookStatus.CONFLICTED)

    def _end(self, status: HookStatus) -> None:
        self._status = status
        readers, self._readers = self._readers, {}
        for reading in readers:
            if status is HookStatus.CONFLICTED:
                reading._reject(HookConflict(self.token, self._owner))
            else:
                reading._reject(HookDisposed(f"the hook {self.token!r} was disposed of"))


class Reading(Future):
    """The next payload of a hook. Giving it up leaves the payload to the next reader."""

    __slots__ = ("_hook", "_undecoded")

    def __init__(self, hook: Hook) -> None:
        super().__init__(hook._context.kernel)
        self._hook = hook
        self._undecoded: Encoded | None = None

    def cancel(self, msg: object = None) -> bool:
        self._hook._readers.pop(self, None)
        return super().cancel(msg)

    def result(self) -> Any:
        self._look()
        return super().result()

    def exception(self) -> BaseException | None:
        self._look()
        return super().exception()

    def _deliver(self, payload: Encoded) -> None:
        self._undecoded = payload
        self._resolve(None)

    def _look(self) -> None:
        if self._undecoded is not None:
            value, self._undecoded = decode(self._undecoded, self._hook._context.types), None
            self._value = value

    def _abandon(self, waiter: Waiter) -> None:
        super()._abandon(waiter)
        if not self._waiters:
            self.cancel()


class Payloads:
    """All payloads of a hook, until it is disposed of."""

    __slots__ = ("_hook",)

    def __init__(self, hook: Hook) -> None:
        self._hook = hook

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        try:
            return await self._hook
        except HookDisposed:
            raise StopAsyncIteration from None
