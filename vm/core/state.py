"""Where a run stands, as its host sees it. It follows from what is fed and what is asked for: no body is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from vm.core import commands as ask
from vm.core import events
from vm.core.commands import Command, Place
from vm.core.events import Encoded, Event, RunCreated
from vm.core.frozen import maker_of, record
from vm.core.lifecycle import RUN_LIFECYCLE, STEP_LIFECYCLE, TERMINAL_RUN, RunStatus, StepStatus
from vm.core.traces import Frame
from vm.errors import IllegalEvent


@record
class OpenStep:
    """A step that has not ended. `attempt` is the last one started (0: none), `retry_at_ms` when the next is due."""

    correlation_id: str
    step: str
    args: Encoded
    options: Encoded | None
    status: StepStatus = StepStatus.PENDING
    attempt: int = 0
    retry_at_ms: int = 0
    first_started_ms: int = 0


_make_step: Final = maker_of(OpenStep)


@record
class OpenWait:
    """A sleep that has not ended."""

    correlation_id: str
    until_ms: int


@record
class OpenHook:
    """A hook that takes payloads, with all that its command said."""

    correlation_id: str
    token: str
    kind: str = "hook"
    schema: str | None = None
    respond: Encoded | None = None
    metadata: Encoded | None = None


@record
class OpenChild:
    """A child run whose end its parent has not been told, and still wants to know."""

    correlation_id: str
    child: str
    is_cancelling: bool = False


Opened = OpenStep | OpenWait | OpenHook | OpenChild


class RunState:
    """A run's books, and the one funnel through which its events go. What runs the body stands behind `_deliver`.

    The first event is `RunCreated`, its header. `now_ms` is the time of the last event fed. `status` is where the
    run stands, counting the commands returned. `cancel_mode` says whether the run was asked to end, and how: None,
    `cancel` or `terminate`.
    """

    def __init__(self, header: RunCreated) -> None:
        self.header = header
        self.run_id = header.run_id
        self.now_ms = header.at_ms
        self.status: RunStatus = RUN_LIFECYCLE[None, header.type]
        self.cancel_mode: str | None = None
        self._books: dict[str, Opened] = {}

    @property
    def seed(self) -> str:
        return self.header.seed

    @property
    def is_over(self) -> bool:
        return self.status in TERMINAL_RUN

    @property
    def origin(self) -> Place | None:
        """The workflow function, once it is open."""
        raise AssertionError("what runs a body says where it begins")

    def feed(self, event: Event) -> list[Command]:
        """Deliver one journal event and return the commands it unlocks.

        Runs the body until it parks again. The same events in the same order always give the same
        commands; callers may batch deliveries, never reorder them. A command is a request: nothing has
        happened until the world has committed it.

        Raises:
            IllegalEvent: The event does not fit where the run or the entity stands. Nothing was delivered.
        """
        admit = _ADMIT.get(type(event))
        if admit is None or (self.status is not RunStatus.RUNNING and not isinstance(event, _BEFORE_THE_BODY)):
            raise IllegalEvent(event.type, f"run {self.run_id}", self.status)
        admit(self, event)
        commands = self._deliver(event)
        if event.at_ms > self.now_ms:
            self.now_ms = event.at_ms
        for command in commands:
            self._record(command)
        return commands

    def find_operation(self, correlation_id: str) -> Opened | None:
        """Return an operation that is still open, or None."""
        return self._books.get(correlation_id)

    def open_steps(self) -> list[OpenStep]:
        """Return the steps that have not ended, in the order in which they were asked for."""
        return [operation for operation in self._books.values() if isinstance(operation, OpenStep)]

    def open_waits(self) -> list[OpenWait]:
        """Return the waits that have not ended, in the order in which they were asked for."""
        return [operation for operation in self._books.values() if isinstance(operation, OpenWait)]

    def open_hooks(self) -> list[OpenHook]:
        """Return the hooks that take payloads, in the order in which they were opened."""
        return [operation for operation in self._books.values() if isinstance(operation, OpenHook)]

    def frames(self) -> list[Frame]:
        """Return where the main task waits in the author's source, outermost frame first."""
        raise AssertionError("what runs a body says where it waits")

    def close(self) -> None:
        """Throw the body away. It can neither see nor delay it, and cannot be fed again."""
        self._books.clear()

    def _deliver(self, event: Event) -> list[Command]:
        """Hand an event that was admitted to the body; return what it asks for."""
        raise AssertionError("what runs a body delivers to it")

    def expect_patches(self, patches: frozenset[str]) -> None:
        """Say which patches the journal marks that is about to be fed, and that other code may have written.

        The body is told of them until `go_live` says that the whole journal was fed.
        """
        raise AssertionError("what runs a body tells it")

    def go_live(self) -> None:
        """Say that the whole journal was fed: what the body asks for from now on is new."""
        raise AssertionError("what runs a body tells it")

    # ---- what is fed

    def _start_run(self, event: events.RunStarted) -> None:
        self.status = self._next_status(event.type)

    def _upgrade(self, event: events.RunUpgraded) -> None:
        self.status = self._next_status(event.type)

    def _next_status(self, event_type: str) -> RunStatus:
        status = RUN_LIFECYCLE.get((self.status, event_type))
        if status is None:
            raise IllegalEvent(event_type, f"run {self.run_id}", self.status)
        return status

    def _move_step(self, event: Any) -> OpenStep:
        step = self._books.get(event.correlation_id)
        if not isinstance(step, OpenStep):
            raise IllegalEvent(event.type, event.correlation_id, None)
        status = STEP_LIFECYCLE.get((step.status, event.type))
        if status is None:
            raise IllegalEvent(event.type, event.correlation_id, step.status)
        step.status = status
        return step

    def _start_attempt(self, event: events.StepStarted) -> None:
        step = self._move_step(event)
        step.attempt = event.attempt
        step.first_started_ms = step.first_started_ms or event.at_ms

    def _retry_step(self, event: events.StepRetrying) -> None:
        self._move_step(event).retry_at_ms = event.retry_at_ms

    def _end_step(self, event: events.StepCompleted | events.StepFailed) -> None:
        self._move_step(event)
        del self._books[event.correlation_id]

    def _end_wait(self, event: events.WaitCompleted) -> None:
        if not isinstance(self._books.get(event.correlation_id), OpenWait):
            raise IllegalEvent(event.type, event.correlation_id, None)
        del self._books[event.correlation_id]

    def _find(self, event: Any, kind: type) -> Any:
        opened = self._books.get(event.correlation_id)
        if not isinstance(opened, kind):
            raise IllegalEvent(event.type, event.correlation_id, None)
        return opened

    def _receive_payload(self, event: events.HookReceived) -> None:
        self._find(event, OpenHook)

    def _refuse_hook(self, event: events.HookConflict) -> None:
        self._find(event, OpenHook)
        del self._books[event.correlation_id]

    def _end_child(self, event: Any) -> None:
        self._find(event, OpenChild)
        del self._books[event.correlation_id]

    def _request_cancel(self, event: events.CancelRequested) -> None:
        self._next_status(event.type)
        if self.cancel_mode is not None and (event.mode, self.cancel_mode) != ("terminate", "cancel"):
            raise IllegalEvent(event.type, f"run {self.run_id}", f"asked to {self.cancel_mode} already")
        self.cancel_mode = event.mode

    # ---- what is asked for

    def _record(self, command: Command) -> None:
        if self.status in TERMINAL_RUN:
            raise IllegalEvent(command.becomes.type, f"run {self.run_id}", self.status)
        match command:
            case ask.RunStep():
                correlation_id = command.correlation_id
                what = command.step, command.args, command.options
                self._open(correlation_id, _make_step(correlation_id, *what, StepStatus.PENDING, 0, 0, 0), command)
            case ask.StartWait():
                self._open(command.correlation_id, OpenWait(command.correlation_id, command.until_ms), command)
            case ask.CancelStep():
                self._cancel(command.correlation_id, OpenStep, command)
            case ask.CancelWait():
                self._cancel(command.correlation_id, OpenWait, command)
            case ask.OpenHook():
                self._open(command.correlation_id, _hook_of(command), command)
            case ask.DisposeHook():
                self._cancel(command.correlation_id, OpenHook, command)
            case ask.StartChild():
                self._open(command.correlation_id, OpenChild(command.correlation_id, command.child), command)
            case ask.CancelChild():
                self._cancel_child(command)
            case ask.CompleteRun() | ask.FailRun() | ask.CancelRun() | ask.ContinueRun():
                self.status = self._next_status(command.becomes.type)

    def _open(self, correlation_id: str, operation: Opened, command: Command) -> None:
        if correlation_id in self._books:
            raise IllegalEvent(command.becomes.type, correlation_id, "open")
        self._books[correlation_id] = operation

    def _cancel(self, correlation_id: str, kind: type, command: Command) -> None:
        if not isinstance(self._books.get(correlation_id), kind):
            raise IllegalEvent(command.becomes.type, correlation_id, None)
        del self._books[correlation_id]

    def _cancel_child(self, command: ask.CancelChild) -> None:
        child = self._books.get(command.correlation_id)
        if not isinstance(child, OpenChild) or child.is_cancelling:
            raise IllegalEvent(command.becomes.type, command.correlation_id, None)
        child.is_cancelling = True
        if not command.is_awaited:
            del self._books[command.correlation_id]


def _hook_of(command: ask.OpenHook) -> OpenHook:
    return OpenHook(
        command.correlation_id, command.token, command.kind, command.schema, command.respond, command.metadata
    )


_BEFORE_THE_BODY: Final = (events.RunStarted, events.CancelRequested, events.RunUpgraded)

_ADMIT: Final[dict[type[Event], Callable[[Any, Any], None]]] = {
    events.RunStarted: RunState._start_run,
    events.RunUpgraded: RunState._upgrade,
    events.StepStarted: RunState._start_attempt,
    events.StepRetrying: RunState._retry_step,
    events.StepCompleted: RunState._end_step,
    events.StepFailed: RunState._end_step,
    events.WaitCompleted: RunState._end_wait,
    events.HookReceived: RunState._receive_payload,
    events.HookConflict: RunState._refuse_hook,
    events.ChildCompleted: RunState._end_child,
    events.ChildFailed: RunState._end_child,
    events.ChildCancelled: RunState._end_child,
    events.CancelRequested: RunState._request_cancel,
}
