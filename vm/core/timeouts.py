"""A durable timeout: a sleep in the journal that cancels a scope when it ends first."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from vm.core.commands import Origin
from vm.core.context import Context
from vm.core.kernel import CancelScope, Future
from vm.core.operations import Operation


class Timeout:
    """`async with timeout("5m"):` ends its block with `TimeoutError` when it takes longer.

    The time is counted from entering, and survives a crash: it is a wait in the journal, cancelled when the
    block ends first.
    """

    __slots__ = ("_context", "_duration", "_operation", "_origin", "_scope")

    def __init__(self, context: Context, duration: Any, origin: Origin | None) -> None:
        self._context = context
        self._duration = duration
        self._origin = origin
        self._scope = CancelScope(context.kernel)
        self._operation: Operation | None = None

    async def __aenter__(self) -> Self:
        self._operation = self._context._open_wait(self._duration, self._origin)
        self._operation._waiters.append(self)
        self._scope.__enter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self._operation is not None:
            self._operation.cancel()
        if self._scope.__exit__(kind, error, trace):
            raise TimeoutError from error
        return False

    def _on_done(self, future: Future) -> None:
        if not future.cancelled():
            self._scope.cancel()
