"""How the steps of a run in memory begin, are tried again, and end in failure."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final, cast

from vm.core import events
from vm.core.codec import Types, decode, encode
from vm.core.events import Event
from vm.core.retry import GiveUp, RetryAt, RetryPolicy, decide_retry
from vm.core.state import OpenStep, RunState
from vm.core.traces import Frame
from vm.errors import UnknownStep
from vm.host.advance import Advance, trace_notes
from vm.host.gate import Ticket, find_limit
from vm.host.steps import Attempt, RegisteredStep
from world.records import WaitRecord

if TYPE_CHECKING:
    from vm.host.warm import WarmRun

RETRY_OPTIONS: Final = tuple(field.name for field in fields(RetryPolicy))


class Starting:
    """Part of `WarmRun`. What the body asks for waits in `_to_start` until it is begun, or for its turn."""

    replay: RunState
    run_id: str
    priority: int
    is_stopping: bool
    _advance: Advance

    def __init__(self, steps: dict[str, RegisteredStep], types: Types, *, is_gated: bool) -> None:
        self._steps = steps
        self._types = types
        self._is_gated = is_gated
        self._to_start: list[str] = []
        self._wishes: list[Ticket] = []
        self._unused: list[Ticket] = []
        self._tickets: dict[str, Ticket] = {}  # of steps that wait for their turn
        self._slots: set[str] = set()  # steps whose attempts hold a slot of their limit

    @property
    def is_queuing(self) -> bool:
        """Some step of it waits for its turn."""
        return bool(self._tickets)

    def begin(self, ticket: Ticket, now_ms: int) -> None:
        """It is a step's turn. With a limit, it holds a slot of that now."""
        correlation_id = ticket.correlation_id
        if ticket.limit is not None:
            self._slots.add(correlation_id)
        operation = self.replay.find_operation(correlation_id)
        if self._tickets.pop(correlation_id, None) is ticket and isinstance(operation, OpenStep):
            self._begin(operation, self._options(operation), ticket, now_ms)
        else:
            self.free(correlation_id)
            self._unused.append(ticket)

    def free(self, correlation_id: str) -> None:
        """Give the slot of an attempt back, if it holds one: it has ended."""
        if correlation_id in self._slots:
            self._slots.remove(correlation_id)
            self._advance.freed.append(correlation_id)

    @property
    def has_tickets(self) -> bool:
        """There is something for `take_wishes` or `take_unused` to return."""
        return bool(self._wishes or self._unused)

    def take_wishes(self) -> list[Ticket]:
        """Return the steps that have come to wait for their turn."""
        wishes, self._wishes = self._wishes, []
        return wishes

    def take_unused(self) -> list[Ticket]:
        """Return the tickets whose turn came when nobody wanted it any more."""
        unused, self._unused = self._unused, []
        return unused

    def is_wanted(self, ticket: Ticket) -> bool:
        """Say whether a step still waits for its turn."""
        return self._tickets.get(ticket.correlation_id) is ticket

    # ---- what the run has besides

    def feed(self, event: Event, notes: str | None = None) -> None:
        """See `WarmRun.feed`."""
        raise AssertionError("a warm run feeds its body")

    def _at(self, now_ms: int) -> int:
        raise AssertionError("a warm run knows its time")

    # ---- inside

    def _start_steps(self, now_ms: int) -> None:
        while self._to_start and not self.is_stopping:
            waiting, self._to_start = self._to_start, []
            for correlation_id in waiting:
                operation = self.replay.find_operation(correlation_id)
                if isinstance(operation, OpenStep):  # it may have been cancelled in the same advance
                    self._start_step(operation, now_ms)

    def _start_step(self, operation: OpenStep, now_ms: int) -> None:
        options = self._options(operation)
        if operation.step not in self._steps:
            error = UnknownStep(operation.step, sorted(self._steps))
            self._advance.closed.append(operation.correlation_id)
            self._end_step(operation, error, (), attempts=0, now_ms=now_ms)
            return
        limit = find_limit(operation.step, options)
        if limit is None and not self._is_gated:
            self._begin(operation, options, None, now_ms)
            return
        ticket = Ticket(cast("WarmRun", self), operation.correlation_id, limit, options.get("priority", self.priority))
        self._tickets[operation.correlation_id] = ticket
        self._wishes.append(ticket)

    def _begin(self, operation: OpenStep, options: dict[str, Any], ticket: Ticket | None, now_ms: int) -> None:
        number = operation.attempt + 1
        if operation.attempt:
            self._advance.closed.append(operation.correlation_id)  # the wait for this retry
        attempt = Attempt(
            run_id=self.run_id,
            correlation_id=operation.correlation_id,
            step=self._steps[operation.step],
            args=operation.args,
            number=number,
            timeout_ms=options.get("timeout_ms"),
            loop=options.get("loop", "trio"),
            ticket=ticket,
        )
        self.feed(events.StepStarted(at_ms=self._at(now_ms), correlation_id=operation.correlation_id, attempt=number))
        self._advance.attempts.append(attempt)

    def _options(self, operation: OpenStep) -> dict[str, Any]:
        step = self._steps.get(operation.step)
        options = dict(step.options) if step is not None else {}
        if operation.options is not None:
            options.update(decode(operation.options))
        return options

    def _fail_attempt(self, operation: OpenStep, error: BaseException, trace: tuple[Frame, ...], now_ms: int) -> None:
        options = self._options(operation)
        now_ms = self._at(now_ms)
        decision = decide_retry(
            RetryPolicy(**{name: options[name] for name in RETRY_OPTIONS if name in options}),
            attempt=operation.attempt,
            failure=error,
            now_ms=now_ms,
            first_started_ms=operation.first_started_ms,
            seed=self.replay.seed,
            correlation_id=operation.correlation_id,
        )
        match decision:
            case RetryAt(at_ms):
                self.feed(
                    events.StepRetrying(
                        at_ms=now_ms,
                        correlation_id=operation.correlation_id,
                        attempt=operation.attempt,
                        retry_at_ms=at_ms,
                        error=encode(error, self._types, path="error"),
                    ),
                    trace_notes(trace),
                )
                self._advance.opened.append(WaitRecord(self.run_id, operation.correlation_id, "retry", at_ms))
            case GiveUp():
                self._end_step(operation, error, trace, attempts=operation.attempt, now_ms=now_ms)

    def _end_step(
        self,
        operation: OpenStep,
        error: BaseException,
        trace: tuple[Frame, ...],
        *,
        attempts: int,
        now_ms: int,
    ) -> None:
        self.feed(
            events.StepFailed(
                at_ms=self._at(now_ms),
                correlation_id=operation.correlation_id,
                attempts=attempts,
                error=encode(error, self._types, path="error"),
            ),
            trace_notes(trace),
        )
