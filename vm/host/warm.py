"""A run in memory: its body, the end of its journal, and what an advance has brought but not yet committed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

import trio

from vm.core import commands as ask
from vm.core import events
from vm.core.codec import Types, encode
from vm.core.commands import Command
from vm.core.events import Event
from vm.core.journal import Entry, Journal
from vm.core.lifecycle import RunStatus, StepStatus
from vm.core.program import Program
from vm.core.state import OpenChild, OpenHook, OpenStep, RunState
from vm.host import letters
from vm.host.advance import Advance, trace_notes
from vm.host.outside import OUTSIDE, Outside, hook_record
from vm.host.starting import Starting
from vm.host.steps import Attempt, Outcome, RegisteredStep
from vm.sandbox.facts import facts_notes
from world.changes import Move
from world.records import RESUME, START, Append, Lease, MessageRecord, NewMessage, WaitRecord

SIZE_BYTES: Final = 36_000  # of a body that has done nothing yet, measured; what it was fed comes on top


class WarmRun(Starting):
    """One run that this process advances. Everything here is synchronous and free of I/O, and touches this run alone.

    Feeding it collects an `Advance`; `take` hands that over to be committed. `steps` are the step functions
    of this process; `types` encodes what they raise.

    With `is_gated` an attempt begins only when somebody calls `begin`; otherwise only those with a limit wait for
    that. Those that want to begin are handed out by `take_wishes`, those that do not any more by `take_unused`.

    `program` is what its body was made of.

    `ended` is set when this process is done with the run: it is over and that is committed (`is_recorded`), it
    was lost to another worker (`is_lost`), or it is parked. `end` is its last event, if the run is over.
    """

    def __init__(
        self,
        lease: Lease,
        replay: RunState,
        journal: Journal,
        steps: dict[str, RegisteredStep],
        types: Types,
        *,
        program: Program,
        is_gated: bool = False,
    ) -> None:
        super().__init__(steps, types, is_gated=is_gated)
        self.lease = lease
        self.program = program
        self.replay = replay
        self.run_id = replay.run_id
        self.ended = trio.Event()
        self.end: Event | None = None
        self.is_recorded = False
        self.is_lost = False
        self.is_stopping = False  # no more attempts: what the body asks for now is started by whoever resumes it
        self.size_bytes = SIZE_BYTES
        self.priority = lease.priority
        self.deliveries = lease.deliveries  # how often in a row it was taken up without getting on
        self._last_read = 0
        self._journal = journal
        self._head = journal.position  # what the world holds
        self._advance = Advance()
        self._upgrades: list[MessageRecord] = []
        self._later: dict[str, MessageRecord] = {}  # messages that are not due yet, by what wakes the run for them
        self._unarmed: list[str] = []

    @property
    def is_clean(self) -> bool:
        """Nothing waits to be committed."""
        return self._advance.is_empty

    @property
    def head(self) -> int:
        return self._journal.position

    @property
    def committed(self) -> int:
        """How far the world has its journal, unless a transaction is under way."""
        return self._head

    @property
    def uncommitted(self) -> tuple[Entry, ...]:
        """What stands behind that."""
        return tuple(self._advance.entries)

    @property
    def journal_hash(self) -> bytes:
        return self._journal.head_hash

    # ---- what happens to it

    def start(self, now_ms: int) -> None:
        self.feed(events.RunStarted(at_ms=self._at(now_ms)), facts_notes())
        self._start_steps(now_ms)

    def settle(self, outcome: Outcome, now_ms: int) -> None:
        """Record how an attempt ended, unless nobody wants it any more."""
        attempt = outcome.attempt
        if self._slots:
            self.free(attempt.correlation_id)
        operation = self.replay.find_operation(attempt.correlation_id)
        if not isinstance(operation, OpenStep) or operation.attempt != attempt.number:
            return
        if attempt.outlet.sink is not None:
            self.take_written(attempt)
        if outcome.error is None:
            assert outcome.result is not None
            self.feed(
                events.StepCompleted(
                    at_ms=self._at(now_ms), correlation_id=attempt.correlation_id, result=outcome.result
                )
            )
        else:
            self._fail_attempt(operation, outcome.error, outcome.trace, now_ms)
        self._start_steps(now_ms)

    def take_written(self, attempt: Attempt) -> None:
        """Take what the step of an attempt has written to streams, to be stored with what comes next."""
        if attempt.outlet.sink is not None:
            self._outside().take_written(attempt.outlet.sink)

    def is_waiting_for(self, correlation_id: str, due_ms: int) -> bool:
        """Say whether a wait, a retry or a message that is due at `due_ms` is still wanted."""
        if correlation_id in self._later:
            return True
        operation = self.replay.find_operation(correlation_id)
        if isinstance(operation, OpenStep):
            return operation.status is StepStatus.PENDING and operation.retry_at_ms == due_ms
        return operation is not None

    def wake(self, correlation_id: str, now_ms: int) -> None:
        """A wait, a retry or a message is due."""
        message = self._later.pop(correlation_id, None)
        if message is not None:
            self._answer(message, now_ms)
            self._start_steps(now_ms)
            return
        operation = self.replay.find_operation(correlation_id)
        if isinstance(operation, OpenStep):
            self._to_start.append(correlation_id)  # the wait for it is closed when it begins
        elif operation is not None:
            self._advance.closed.append(correlation_id)
            self.feed(events.WaitCompleted(at_ms=self._at(now_ms), correlation_id=correlation_id))
        self._start_steps(now_ms)

    def take_up(
        self, messages: Sequence[MessageRecord], hooks: Collection[str], lost: BaseException, now_ms: int
    ) -> list[WaitRecord]:
        """Go on after a crash or a stop, with the messages that came meanwhile.

        `hooks` are the correlation ids of those that the world has: others were asked for and refused, or their
        process died before it knew; they are opened anew. Returns what is being waited for already.
        """
        if self.replay.status is RunStatus.PENDING:
            self.read(messages, now_ms)  # it may have been cancelled before it began
            return [] if self.replay.is_over else self.recover(lost, now_ms)
        for hook in self.replay.open_hooks():
            if hook.correlation_id not in hooks:
                self._outside().hooks_opened.append(hook_record(self.run_id, hook, now_ms))
        waits = self.recover(lost, now_ms)
        self.read(messages, now_ms)
        return waits

    def recover(self, lost: BaseException, now_ms: int) -> list[WaitRecord]:
        """Go on after a crash or a stop: attempts that were running are lost, the others are started.

        Returns what was being waited for already, so that it is waited for again.
        """
        if self.replay.status is RunStatus.PENDING:
            self.start(now_ms)
            return []
        waiting = [
            WaitRecord(self.run_id, wait.correlation_id, "sleep", wait.until_ms) for wait in self.replay.open_waits()
        ]
        for step in self.replay.open_steps():
            if self.replay.find_operation(step.correlation_id) is not step:
                continue  # what was lost before it made the body give it up
            if step.status is StepStatus.RUNNING:
                self._fail_attempt(step, lost, (), now_ms)
            elif step.attempt:
                waiting.append(WaitRecord(self.run_id, step.correlation_id, "retry", step.retry_at_ms))
            else:
                self._to_start.append(step.correlation_id)
        self._start_steps(now_ms)
        return waiting

    def read(self, messages: Iterable[MessageRecord], now_ms: int) -> None:
        """Take messages, each once. Those that are not due yet are kept until they are."""
        news = [message for message in messages if message.message_id > self._last_read]
        for message in news:
            self._last_read = max(self._last_read, message.message_id)
            if message.kind in (START, RESUME):
                self._advance.consumed.append(message.message_id)
            elif message.kind == letters.UPGRADE:
                self._upgrades.append(message)
            elif message.due_ms > now_ms:
                name = f"message_{message.message_id}"
                self._later[name] = message
                self._unarmed.append(name)
            else:
                self._answer(message, now_ms)
        self._start_steps(now_ms)

    def _answer(self, message: MessageRecord, now_ms: int) -> None:
        self._advance.consumed.append(message.message_id)
        for event in letters.find_events(self, message, self._at(now_ms)):
            if isinstance(event, events.WaitCompleted):
                if self.replay.find_operation(event.correlation_id) is None:
                    continue  # the end of another one made the body give it up
                self._advance.closed.append(event.correlation_id)
            self.feed(event)

    def take_later(self) -> list[tuple[str, int]]:
        """Return what to wake the run for, beside its waits, and when: messages that are not due yet. Once each."""
        names, self._unarmed = self._unarmed, []
        return [(name, self._later[name].due_ms) for name in names if name in self._later]

    def move(self, replay: RunState, program: Program, move: Move, message: MessageRecord) -> None:
        """Go on with `replay`: other code, which was fed this run's whole journal. A `message` asked for it.

        What is open, and attempts that are being made, are the same for both.
        """
        self.replay.close()
        self.replay, self.program = replay, program
        self._advance.consumed.append(message.message_id)
        self._outside().moved = move
        self.feed(events.RunUpgraded(at_ms=replay.now_ms, bundle=move.bundle.hash, policy=program.policy))

    def decline(self, message: MessageRecord) -> None:
        """Do nothing of what a message asks."""
        self._advance.consumed.append(message.message_id)

    def refuse_hook(self, correlation_id: str, owner: str, now_ms: int) -> None:
        """A hook was not opened: run `owner` has its token."""
        if isinstance(self.replay.find_operation(correlation_id), OpenHook):
            at_ms = self._at(now_ms)
            self.feed(events.HookConflict(at_ms=at_ms, correlation_id=correlation_id, owner=owner))
            self._start_steps(now_ms)

    def fail_child(self, correlation_id: str, error: BaseException, now_ms: int) -> None:
        """A child was not started."""
        if isinstance(self.replay.find_operation(correlation_id), OpenChild):
            encoded = encode(error, self._types, path="error")
            self.feed(events.ChildFailed(at_ms=self._at(now_ms), correlation_id=correlation_id, error=encoded))
            self._start_steps(now_ms)

    # ---- what it hands over

    @property
    def has_read(self) -> bool:
        """There is something for `take_later` or `take_upgrades` to return."""
        return bool(self._unarmed or self._upgrades)

    def take_upgrades(self) -> list[MessageRecord]:
        """Return the messages that ask to move the run to other code. Each is to be answered: `move` or `decline`."""
        upgrades, self._upgrades = self._upgrades, []
        return upgrades

    def take(self, *, now_ms: int, lease_expires_ms: int) -> tuple[Append, Advance]:
        """Hand over what is to be committed, and what is to be done when it is."""
        advance, self._advance = self._advance, Advance()
        outside = advance.outside
        append = advance.append(
            self.lease,
            self._head,
            now_ms=now_ms,
            lease_expires_ms=lease_expires_ms,
            messages=() if outside is None else tuple(outside.messages),
            release=self.replay.is_over,
        )
        self._head = self._journal.position
        return append, advance

    def part(self, now_ms: int) -> Append:
        """Return the append that gives the lease up and writes no event.

        A run with work left sends itself a message: what it waits for, and only that, the world knows already.
        """
        message = NewMessage(self.run_id, RESUME, due_ms=now_ms)
        return Advance(consumed=self._advance.consumed).append(
            self.lease,
            self._head,
            now_ms=now_ms,
            lease_expires_ms=now_ms,
            messages=(message,) if self._has_work() else (),
            release=True,
        )

    def feed(self, event: Event, notes: str | None = None) -> None:
        """Deliver one event from outside; collect it, and what the body asked for, for the next commit."""
        before = self.replay.status
        commands = self.replay.feed(event)
        entry = self._journal.append(event, notes)
        self.size_bytes += len(entry.body)
        self._advance.entries.append(entry)
        for command in commands:
            self._record(command)
        if self.replay.status is not before:
            self._advance.status = self.replay.status

    # ---- inside

    def _has_work(self) -> bool:
        """Say whether there is anything to do for the run before something comes from outside."""
        return bool(
            self._advance.entries  # never committed: whoever replays the run finds the same to do
            or self._to_start
            or self.replay.status is RunStatus.PENDING
            or any(step.status is StepStatus.RUNNING or not step.attempt for step in self.replay.open_steps())
        )

    def _at(self, now_ms: int) -> int:
        return max(now_ms, self.replay.now_ms)  # logical time never goes back, whatever the clock does

    def _record(self, command: Command) -> None:
        notes = trace_notes(command.trace) if isinstance(command, ask.FailRun | ask.CancelRun) else None
        event = command.event(self.replay.now_ms)
        self._advance.entries.append(self._journal.append(event, notes))
        match command:
            case ask.RunStep():
                self._to_start.append(command.correlation_id)
            case ask.StartWait():
                self._advance.opened.append(WaitRecord(self.run_id, command.correlation_id, "sleep", command.until_ms))
            case ask.CancelStep():
                self._tickets.pop(command.correlation_id, None)
                self._advance.cancelled.append(command.correlation_id)
                self._advance.closed.append(command.correlation_id)
            case ask.CancelWait():
                self._advance.closed.append(command.correlation_id)
            case ask.CompleteRun() | ask.FailRun() | ask.CancelRun():
                self.end = event
                self._tell_parent(event)
            case _ if isinstance(command, OUTSIDE):
                if isinstance(command, ask.ContinueRun):
                    self.end = event
                self._outside().record(command, self.replay.header, self.replay.now_ms)

    def _tell_parent(self, end: Event) -> None:
        parent = self.replay.header.parent
        if parent is not None:
            self._outside().messages.append(letters.child_ended(parent, end))

    def _outside(self) -> Outside:
        if self._advance.outside is None:
            self._advance.outside = Outside()
        return self._advance.outside
