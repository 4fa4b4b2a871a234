"""What a body waits for from outside: a step it called, a sleep. And the calls that start them.

Hooks and child runs have files of their own (`hooks`, `children`).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Final

from vm.core.codec import decode
from vm.core.combine import Startable
from vm.core.commands import CancelStep, CancelWait, Command, Origin
from vm.core.events import Encoded
from vm.core.ids import short_name
from vm.core.kernel import _PENDING, Future, Waiter, _State
from vm.errors import RemoteError, StepFailed, VMError

_RESOLVED: Final = _State.RESOLVED
_new: Final = object.__new__

if TYPE_CHECKING:
    from vm.core.context import Context


class Operation(Future):
    """Something outside that this run has asked for and that an event will resolve."""

    __slots__ = ("_context", "_id")

    def __init__(self, context: Context, correlation_id: str) -> None:
        super().__init__(context.kernel)
        self._context = context
        self._id = correlation_id

    def cancel(self, msg: object = None) -> bool:
        """Tell the host that nobody wants this any more. Recorded, and acted on."""
        if self.done():
            return False
        self._context._cancel_operation(self)
        super().cancel(msg)
        return True

    def _cancel_command(self) -> Command | None:
        """Return what tells the host that this is not wanted any more, if there is anything to tell."""
        raise AssertionError("an operation says how it is cancelled")

    def _can_wake(self) -> bool:
        """Say whether an event for this would wake the body."""
        return True

    def _abandon(self, waiter: Waiter) -> None:
        super()._abandon(waiter)
        if not self._waiters:
            self.cancel()


class ValueOperation(Operation):
    """One that brings a value or an error, decoded when somebody looks first."""

    __slots__ = ("_has_failed", "_undecoded")

    def __init__(self, context: Context, correlation_id: str) -> None:
        super().__init__(context, correlation_id)
        self._undecoded: Encoded | None = None
        self._has_failed = False

    def result(self) -> Any:
        if self._undecoded is not None:
            self._look()
        return self._value if self._state is _RESOLVED else super().result()

    def exception(self) -> BaseException | None:
        self._look()
        return super().exception()

    def _deliver_result(self, result: Encoded) -> None:
        self._undecoded = result
        self._finish(_RESOLVED)

    def _deliver_error(self, error: Encoded) -> None:
        self._undecoded = error
        self._has_failed = True
        self._finish(_State.REJECTED)

    def _failure(self, cause: object) -> BaseException:
        """Return what the body catches, for the error that was delivered."""
        raise AssertionError("an operation says how it fails")

    def _look(self) -> None:
        if self._undecoded is None:
            return
        value = decode(self._undecoded, self._context.types)
        self._undecoded = None
        if self._has_failed:
            self._error = self._failure(value)
        else:
            self._value = value


class StepOperation(ValueOperation):
    """A step that was asked for. What its attempts come to is in the run's books; the body only awaits it."""

    __slots__ = ("_attempts", "_step")

    _attempts: int
    _step: str

    def _cancel_command(self) -> Command:
        return CancelStep(correlation_id=self._id)

    def _deliver_failure(self, error: Encoded, attempts: int) -> None:
        self._attempts = attempts
        self._deliver_error(error)

    def _failure(self, cause: object) -> BaseException:
        return _step_failed(self, cause)


def make_step_operation(context: Context, correlation_id: str, step: str) -> StepOperation:
    """Make one in one call, and without one of its class: a replay makes one for each step, and little else."""
    operation: StepOperation = _new(StepOperation)
    operation._kernel = context.kernel
    operation._state = _PENDING
    operation._value = operation._error = operation._undecoded = None
    operation._waiters = []
    operation._context = context
    operation._id = correlation_id
    operation._has_failed = False
    operation._step = step
    operation._attempts = 0
    return operation


def _step_failed(operation: StepOperation, cause: object) -> StepFailed:
    name = operation._step.rsplit("//", 1)[-1]
    tries = f"after {operation._attempts} attempts" if operation._attempts > 1 else "at its first attempt"
    if operation._attempts == 0:
        tries = "before it ran"
    failure = StepFailed(
        f"step {name} failed {tries}: {describe_cause(cause)}",
        step=operation._step,
        correlation_id=operation._id,
        attempts=operation._attempts,
    )
    failure.__cause__ = cause if isinstance(cause, BaseException) else None
    return failure


def describe_cause(cause: object) -> str:
    """Name an error's own type and text, also where only a stand-in for it can be had."""
    kind = (isinstance(cause, RemoteError) and short_name(cause.type_name)) or type(cause).__name__
    return f"{kind}: {_reason(cause)}"


def _reason(cause: object) -> str:
    if isinstance(cause, VMError):
        return cause.what  # its way out is shown with the cause itself
    try:
        return str(cause)
    except Exception:  # noqa: BLE001 - an author's __str__ may raise anything; the step has failed all the same
        return "its text cannot be read"


class WaitOperation(Operation):
    """A sleep until a fixed time."""

    __slots__ = ()

    def _cancel_command(self) -> Command:
        return CancelWait(correlation_id=self._id)


class Call(Startable):
    """A call that begins when it is awaited, or given to gather, race, create_task or a task group.

    Awaiting it again gives the same result again. One that is never awaited does nothing, and is reported.
    """

    __slots__ = ("_context", "_operation", "_origin")

    def __init__(self, context: Context, origin: Origin | None) -> None:
        self._context = context
        self._origin = origin
        self._operation: Operation | None = None
        context._unstarted[self] = None

    def start(self) -> Operation:
        """Ask for it now, unless that was done before."""
        if self._operation is None:
            self._context._unstarted.pop(self, None)
            self._operation = self._open()
        return self._operation

    def __await__(self) -> Generator[Future, None, Any]:
        operation = self.start()
        if operation._state is _PENDING:
            yield operation
        return operation.result()

    def _open(self) -> Operation:
        raise AssertionError("a call says what it opens")

    def _describe(self) -> str:
        raise AssertionError("a call says what it is")


class StepCall(Call):
    """A step with its arguments, encoded when it was called: by value, whatever happens to them later."""

    __slots__ = ("_args", "_options", "_step")

    _args: Encoded
    _options: Encoded | None
    _step: str

    def _open(self) -> Operation:
        return self._context._open_step(self._step, self._args, self._options, self._origin)

    def _describe(self) -> str:
        return f"step {self._step.rsplit('//', 1)[-1]}"


def make_step_call(
    context: Context, origin: Origin | None, step: str, args: Encoded, options: Encoded | None
) -> StepCall:
    """Make one as `make_step_operation` does."""
    call: StepCall = _new(StepCall)
    call._context = context
    call._origin = origin
    call._operation = None
    call._step = step
    call._args = args
    call._options = options
    context._unstarted[call] = None
    return call


class SleepCall(Call):
    """A sleep. Its due time is fixed when it begins, not when it was written down."""

    __slots__ = ("_duration",)

    def __init__(self, context: Context, origin: Origin | None, duration: Any) -> None:
        super().__init__(context, origin)
        self._duration = duration

    def _open(self) -> Operation:
        return self._context._open_wait(self._duration, self._origin)

    def _describe(self) -> str:
        return "sleep"
