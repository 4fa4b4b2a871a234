"""trio's cancel scopes and time. A deadline is a wait in the journal.

Times are seconds since the run started, what `time.monotonic()` tells too.
"""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime, timedelta
from math import inf, isnan
from types import TracebackType
from typing import Any, NoReturn, Self

from vm.core import kernel
from vm.core.commands import Origin
from vm.core.durations import parse_duration_ms
from vm.core.kernel import Cancelled, Future, InvalidAwait, Task
from vm.core.operations import Operation
from vm.sandbox.faces.binding import current_kernel, current_run, monotonic_ms
from vm.sandbox.faces.trio_checkpoints import checkpoint, checkpoint_if_cancelled
from vm.sandbox.faces.trio_errors import BadNumber, Misused, TooSlowError
from vm.sandbox.surface import caller


class CancelScope(kernel.CancelScope):
    """A block that can be cancelled, at once or at a deadline."""

    __slots__ = ("_deadline", "_is_abandoned", "_is_active", "_is_shield", "_operation", "_origin", "_relative")

    def __init__(self, *, deadline: float = inf, relative_deadline: float = inf, shield: bool = False) -> None:
        if isnan(deadline):
            raise BadNumber("deadline must not be NaN")
        if isnan(relative_deadline):
            raise BadNumber("relative deadline must not be NaN")
        if relative_deadline < 0:
            raise BadNumber("timeout must be non-negative")
        if deadline != inf and relative_deadline != inf:
            raise BadNumber("Cannot specify both a deadline and a relative deadline")
        self._is_active = False
        self._is_abandoned = False
        self._is_shield = False
        super().__init__(current_kernel(), shield=shield)
        self._deadline = deadline
        self._relative: float | None = None if relative_deadline == inf else relative_deadline
        self._operation: Operation | None = None
        self._origin: Origin | None = None

    @property
    def shield(self) -> bool:
        """Whether cancellation from outside is kept out."""
        return self._is_shield

    @shield.setter
    def shield(self, value: bool) -> None:
        if type(value) is not bool:
            raise InvalidAwait("shield must be a bool")
        self._is_shield = value
        if not value and self._is_active:
            self._deliver()

    @property
    def deadline(self) -> float:
        """When the block is cancelled; infinity: never. Raises `Misused` where it counts from an entering to come."""
        self._require_absolute()
        return self._deadline

    @deadline.setter
    def deadline(self, value: float) -> None:
        if isnan(value):
            raise BadNumber("deadline must not be NaN")
        self._require_absolute()
        self._deadline = value
        if self._is_active:
            self._arm()

    @property
    def relative_deadline(self) -> float:
        """The deadline, counted from entering the block; inside it, from now."""
        if self._task is not None:
            return self._deadline - current_time()
        if self._deadline != inf:
            raise Misused("Unentered non-relative cancel scope does not have a relative deadline")
        return inf if self._relative is None else self._relative

    @relative_deadline.setter
    def relative_deadline(self, value: float) -> None:
        if isnan(value):
            raise BadNumber("relative deadline must not be NaN")
        if value < 0:
            raise BadNumber("relative deadline must be non-negative")
        if self._task is not None:
            self.deadline = current_time() + value
        elif self._deadline != inf:
            raise Misused("Unentered non-relative cancel scope does not have a relative deadline")
        else:
            self._relative = value

    @property
    def is_relative(self) -> bool | None:
        """Whether the deadline will count from entering the block; None once it is entered."""
        return None if self._task is not None else self._relative is not None

    def _require_absolute(self) -> None:
        if self._relative is not None:
            text = "Unentered relative cancel scope does not have an absolute deadline: it has a `relative_deadline`"
            raise Misused(text)

    def __repr__(self) -> str:
        binding = "active" if self._is_active else "unbound" if self._task is None else "exited"
        state = ""
        if self.cancel_called:
            state = ", cancelled"
        elif self._deadline != inf:
            left = self._deadline - current_time()
            state = f", deadline is {abs(left):.2f} seconds {'from now' if left >= 0 else 'ago'}"
        return f"<trio.CancelScope, {binding}{state}>"

    def cancel(self, reason: str | None = None) -> None:
        """Cancel what runs in the block, until it is left. `reason` is for the reader."""
        self._disarm()
        super().cancel()

    def __enter__(self) -> Self:
        if self._task is not None:
            raise Misused("Each CancelScope may only be used for a single 'with' block: make another")
        super().__enter__()
        self._is_active = True
        self._origin = caller()
        if self._relative is not None:
            self._deadline, self._relative = current_time() + self._relative, None
        self._arm()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        rest = self._close(error)
        if rest is not None and rest is not error:
            raise_again(rest)
        return error is not None and rest is None

    def _close(self, error: BaseException | None) -> BaseException | None:
        """Leave the block that ended in `error`; return what is left of that for those outside."""
        if self._is_abandoned:
            self._is_abandoned = False
            return error
        if not self._is_active:
            return _corrupted(error, f"exited {self!r}, which had already been exited")
        if self._task is not None and (innermost := current_kernel().current_task()._scope) is not self:
            if not self._abandon_those_inside(innermost):
                return _corrupted(error, f"exited {self!r} from unrelated {current_kernel().current_task()!r}")
            error = _corrupted(error, f"exited {self!r} while still within its child {innermost!r}")
        self._disarm()
        self._is_active = False
        is_ours = self.cancel_called and self._source_of_cancel() is self
        super().__exit__(None, None, None)
        if error is None or not is_ours:
            return error
        rest: BaseException | None = error
        if isinstance(error, BaseExceptionGroup):
            caught, rest = error.split(_is_of_scope)
            self.cancelled_caught = caught is not None
            return rest if caught is not None else error
        if _is_of_scope(error):
            self.cancelled_caught, rest = True, None
        return rest

    def _abandon_those_inside(self, scope: kernel.CancelScope | None) -> bool:
        """Give up the scopes from `scope` out to this one, which is left before they are. False: it is not outside."""
        inside: list[kernel.CancelScope] = []
        while scope is not None and scope is not self:
            inside.append(scope)
            scope = scope._parent
        for inner in inside if scope is self else ():
            if isinstance(inner, CancelScope):
                inner._disarm()
                inner._is_active, inner._is_abandoned = False, True
        return scope is self

    def _arm(self) -> None:
        self._disarm()
        if self.cancel_called or self._deadline == inf:
            return
        left = -1.0 if self._deadline == -inf else self._deadline * 1000 - monotonic_ms()
        if left <= 0:
            self.cancel()
            return
        self._operation = current_run()._open_wait(timedelta(milliseconds=round(left)), self._origin)
        self._operation._waiters.append(self)

    def _disarm(self) -> None:
        operation, self._operation = self._operation, None
        if operation is not None and not operation.done():
            operation._waiters.remove(self)
            operation.cancel()

    def _on_done(self, future: Future) -> None:
        self.cancel()


class FailScope(CancelScope):
    """A cancel scope that says so, with `TooSlowError`, when it ended its block."""

    __slots__ = ()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        is_caught = super().__exit__(kind, error, trace)
        if self.cancelled_caught:
            raise TooSlowError
        return is_caught


def _corrupted(error: BaseException | None, how: str) -> Misused:
    """Return what is said of scopes that are not left in the order in which they were entered, over what was raised."""
    complaint = Misused(f"Cancel scope stack corrupted: {how}")
    complaint.__context__ = error
    return complaint


def _is_of_scope(error: BaseException) -> bool:
    return isinstance(error, Cancelled) and not isinstance(error._source, Task)


def raise_again(error: BaseException) -> NoReturn:
    """Raise what is left of an error, with the context it had."""
    context = error.__context__
    try:
        raise error
    finally:
        error.__context__ = context


def current_time() -> float:
    """Return the seconds since the run started."""
    return monotonic_ms() / 1000


def current_effective_deadline() -> float:
    """Return when the current task is cancelled: the nearest deadline around it that reaches it."""
    nearest = inf
    scope = current_kernel().current_task()._scope
    while scope is not None:
        if scope.cancel_called:
            nearest = -inf
        if isinstance(scope, CancelScope):
            nearest = min(nearest, scope._deadline)
        scope = None if scope.shield else scope._parent
    return nearest


def move_on_after(seconds: Any, *, shield: bool = False) -> CancelScope:
    """Return a scope that ends its block quietly when it takes longer."""
    return CancelScope(relative_deadline=_seconds(seconds), shield=shield)


def move_on_at(deadline: float, *, shield: bool = False) -> CancelScope:
    """Return a scope that ends its block quietly at a time."""
    return CancelScope(deadline=deadline, shield=shield)


def fail_after(seconds: Any, *, shield: bool = False) -> FailScope:
    """Return a scope that ends its block with `TooSlowError` when it takes longer."""
    return FailScope(relative_deadline=_seconds(seconds), shield=shield)


def fail_at(deadline: float, *, shield: bool = False) -> FailScope:
    """Return a scope that ends its block with `TooSlowError` at a time."""
    return FailScope(deadline=deadline, shield=shield)


def sleep(seconds: Any) -> Awaitable[None]:
    """Sleep durably: seconds, or as `vm.sleep` has it; 0 lets the other tasks run."""
    if type(seconds) is float and isnan(seconds):
        raise BadNumber("`seconds` must not be NaN")
    if type(seconds) in (int, float) and not seconds >= 0:
        raise BadNumber("`seconds` must be non-negative")
    return _sleep(seconds, caller())


def sleep_until(deadline: float) -> Awaitable[None]:
    """Sleep durably until a time."""
    if isnan(deadline):
        raise BadNumber("deadline must not be NaN")
    return _sleep(max(0.0, deadline - current_time()), caller())


async def _sleep(seconds: Any, origin: Origin) -> None:
    if type(seconds) in (int, float) and seconds == 0:
        await checkpoint()
        return
    await checkpoint_if_cancelled()  # before a wait is opened that nobody would wait for
    if type(seconds) is float and seconds == inf:
        await Future(current_kernel())
    else:
        await current_run().call_sleep(seconds, origin=origin)


async def sleep_forever() -> None:
    """Sleep until we are cancelled."""
    await Future(current_kernel())


def _seconds(value: Any) -> float:
    if type(value) in (int, float):
        if isnan(value):
            raise BadNumber("`seconds` must not be NaN")
        if value < 0:
            raise BadNumber("`seconds` must be non-negative")
        return float(value)
    if isinstance(value, datetime):
        raise BadNumber("a time limit is a duration; for a moment there is move_on_at and fail_at")
    return parse_duration_ms(value) / 1000
