"""Child runs: started by a body in the same transaction, awaited like steps."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Final, Self

from vm.core.commands import CancelChild, Command
from vm.core.ids import short_name
from vm.core.lifecycle import CHILD_LIFECYCLE, ChildStatus
from vm.core.operations import ValueOperation, describe_cause
from vm.errors import ChildCancelled, ChildFailed, IllegalEvent

if TYPE_CHECKING:
    from vm.core.context import Context

ON_CLOSE: Final = ("cancel", "abandon")


class ChildOperation(ValueOperation):
    """A child run that has not ended, as far as its parent knows."""

    __slots__ = ("_child", "_on_close", "_status", "_workflow")

    def __init__(self, context: Context, correlation_id: str, child: str, workflow: str, on_close: str) -> None:
        super().__init__(context, correlation_id)
        self._child = child
        self._workflow = workflow
        self._on_close = on_close
        self._status = ChildStatus.RUNNING

    def cancel(self, msg: object = None) -> bool:
        """Nobody waits for it any more. A child that may be abandoned goes on, and can be awaited again."""
        return self._on_close == "cancel" and super().cancel(msg)

    def _request_cancel(self) -> None:
        """Ask the child to end, and go on waiting for how it does."""
        if not self.done() and self._status is ChildStatus.RUNNING:
            self._status = ChildStatus.CANCELLING
            self._context._emit(CancelChild(correlation_id=self._id, child=self._child, is_awaited=True))

    def _cancel_command(self) -> Command | None:
        if self._on_close == "abandon" or self._status is not ChildStatus.RUNNING:
            return None
        return CancelChild(correlation_id=self._id, child=self._child)

    def _move(self, event_type: str) -> None:
        status = CHILD_LIFECYCLE.get((self._status, event_type))
        if status is None:
            raise IllegalEvent(event_type, self._id, self._status)
        self._status = status

    def _failure(self, cause: object) -> BaseException:
        name = short_name(self._workflow)
        if self._status is ChildStatus.CANCELLED:
            return ChildCancelled(
                f"child run {self._child} of {name} was cancelled", run_id=self._child, workflow=self._workflow
            )
        failure = ChildFailed(
            f"child run {self._child} of {name} failed: {describe_cause(cause)}",
            run_id=self._child,
            workflow=self._workflow,
        )
        failure.__cause__ = cause if isinstance(cause, BaseException) else None
        return failure


class ChildRun:
    """A body's handle on a child run. `await handle.result()` waits for its end.

    Awaiting the handle itself gives the handle: `run = await start(...)` reads as it does outside.
    """

    __slots__ = ("_operation", "run_id", "workflow")

    def __init__(self, operation: ChildOperation) -> None:
        self._operation = operation
        self.run_id = operation._child
        self.workflow = operation._workflow

    def __repr__(self) -> str:
        return f"<ChildRun {self.run_id}>"

    def __await__(self) -> Generator[Any, None, Self]:
        return self
        yield  # a generator, as `__await__` has to be

    @property
    def status(self) -> str:
        """Where the child stands, as far as this run's journal knows."""
        return str(self._operation._status)

    def result(self) -> ChildOperation:
        """Return the awaitable end of the child.

        Awaiting it raises `ChildFailed` when the child failed, and `ChildCancelled` when it was cancelled.
        """
        return self._operation

    def cancel(self) -> None:
        """Ask the child to end. It may clean up first; `result()` tells how it ended."""
        self._operation._request_cancel()
