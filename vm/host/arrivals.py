"""What has happened to runs since one last looked: ended attempts, what they wrote, due waits, messages, turns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from vm.host.attempts import Attempts
from vm.host.inbox import Inbox
from vm.host.lanes import Change
from vm.host.roster import Roster
from vm.host.timers import Timers
from vm.host.warm import WarmRun


class Arrivals:
    """Lets what has happened happen to the runs that it is about, by `change`.

    `is_busy` says whether a change of a run is still being made.
    """

    def __init__(
        self,
        roster: Roster,
        attempts: Attempts,
        inbox: Inbox,
        *,
        change: Callable[[WarmRun, Change], None],
        is_busy: Callable[[WarmRun], bool],
    ) -> None:
        self.timers = Timers()
        self._roster = roster
        self._attempts = attempts
        self._inbox = inbox
        self._change = change
        self._is_busy = is_busy

    async def take(self, now_ms: int) -> None:
        """Take all that has happened until `now_ms`."""
        for run, correlation_id in self.timers.take_due(now_ms):
            self._change(run, partial(run.wake, correlation_id, now_ms))
        self.settle(now_ms)
        for run, messages in self._inbox.take(self._roster):
            self._change(run, partial(run.read, messages, now_ms))
        if self._attempts.has_written:
            for attempt in self._attempts.take_written():
                writing = self._roster.find(attempt.run_id)
                if writing is not None:
                    self._change(writing, partial(writing.take_written, attempt))
        if self._attempts.is_queued_for:
            for ticket in await self._attempts.let_in(now_ms):
                self._change(ticket.run, partial(ticket.run.begin, ticket, now_ms))

    def arm_later(self, run: WarmRun) -> None:
        """Have a run woken for messages that are not due yet."""
        for name, due_ms in run.take_later():
            self.timers.arm(run, name, due_ms)

    def settle(self, now_ms: int) -> None:
        """Take the attempts that have ended, and nothing else."""
        for outcome in self._attempts.take(self._is_quiet):
            run = self._roster.find(outcome.attempt.run_id)
            if run is not None:
                self._change(run, partial(run.settle, outcome, now_ms))

    def next_due_ms(self) -> int | None:
        """Return when something is due by itself, or None."""
        times = (self.timers.next_due_ms(), self._attempts.next_retry_ms())
        return min((time for time in times if time is not None), default=None)

    def _is_quiet(self, run_id: str) -> bool:
        """Say whether a run was fed all that is due, and what that made due is known."""
        run = self._roster.find(run_id)
        return run is None or not (self._is_busy(run) or run_id in self._roster.touched)
