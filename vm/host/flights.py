"""The attempts that are being made in this process, and how those that ended did, until that is recorded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import trio

from vm.host.steps import Attempt, Outcome


class Flights:
    """Attempts by run, in the order in which they began.

    Outcomes are handed out in the order in which they came. With `is_ordered`, for a virtual clock, on
    which everything in flight ends at the same moment, a run's are handed out in the order in which its
    attempts began, an earlier one is waited for, and what is due at that moment comes first: two runs of the
    same steps then have the same journal.
    """

    def __init__(self, *, is_ordered: bool) -> None:
        self._is_ordered = is_ordered
        self._attempts: dict[str, dict[str, Attempt]] = {}
        self._unbegun: deque[Attempt] = deque()
        self._scopes: dict[Attempt, trio.CancelScope] = {}  # of those that wait for something
        self._ended: dict[Attempt, Outcome] = {}
        self._news: dict[str, None] = {}  # runs that may have an outcome whose turn has come

    def __bool__(self) -> bool:
        return bool(self._attempts)

    def __contains__(self, key: tuple[str, str]) -> bool:
        run_id, correlation_id = key
        return correlation_id in self._attempts.get(run_id, ())

    def in_flight(self) -> list[tuple[str, str]]:
        """Return run and correlation id of all, each run's in the order in which they began."""
        return [(run_id, correlation_id) for run_id, of_run in self._attempts.items() for correlation_id in of_run]

    def has_any(self, run_id: str) -> bool:
        """Say whether a run has attempts in flight."""
        return run_id in self._attempts

    def add(self, attempt: Attempt) -> None:
        """An attempt is recorded, and to be made."""
        self._attempts.setdefault(attempt.run_id, {})[attempt.correlation_id] = attempt
        self._unbegun.append(attempt)

    def begin(self) -> Attempt | None:
        """Return the next attempt that is to be made, or None."""
        while self._unbegun:
            attempt = self._unbegun.popleft()
            if self.is_wanted(attempt):
                return attempt
        return None

    def is_wanted(self, attempt: Attempt) -> bool:
        """Say whether an attempt is in flight: added, and neither taken nor cancelled."""
        return self._attempts.get(attempt.run_id, {}).get(attempt.correlation_id) is attempt

    def begin_waiting(self, attempt: Attempt, scope: trio.CancelScope) -> None:
        """An attempt that began waits for something, in `scope`: from now on it can be cancelled."""
        self._scopes[attempt] = scope

    def land(self, outcome: Outcome) -> None:
        """An attempt has ended. One that was cancelled meanwhile is of no interest."""
        attempt = outcome.attempt
        self._scopes.pop(attempt, None)
        if self.is_wanted(attempt):
            self._ended[attempt] = outcome
            self._news[attempt.run_id] = None

    def abandon(self, run_id: str, correlation_id: str | None = None) -> None:
        """Nobody wants what attempts of a run write any more: of one, or of all."""
        for id, attempt in self._attempts.get(run_id, {}).items():
            if correlation_id in (None, id):
                attempt.outlet.abandon()

    def cancel(self, run_id: str, correlation_id: str) -> Attempt | None:
        """Cancel an attempt, if it is in flight. Returns it when nothing is left to end of it."""
        attempt = self._attempts.get(run_id, {}).get(correlation_id)
        if attempt is None:
            return None
        self._remove(attempt)
        self._news[run_id] = None  # what waited behind it may be due
        return None if self._interrupt(attempt) else attempt

    def cancel_run(self, run_id: str) -> list[Attempt]:
        """Cancel all attempts of a run. Returns those that have yet to end."""
        attempts = list(self._attempts.pop(run_id, {}).values())
        for attempt in attempts:
            self._ended.pop(attempt, None)
        return [attempt for attempt in attempts if self._interrupt(attempt)]

    def take(self, is_quiet: Callable[[str], bool]) -> list[Outcome]:
        """Return the outcomes whose turn has come. Their attempts are in flight no more.

        `is_quiet` says of a run that nothing is due for it but outcomes.
        """
        if self._is_ordered:
            quiet = [run_id for run_id in self._news if is_quiet(run_id)]
            ready = [outcome for run_id in quiet for outcome in self._first_ended(run_id)]
        else:
            quiet, ready = list(self._news), list(self._ended.values())
        for run_id in quiet:
            del self._news[run_id]
        for outcome in ready:
            self._remove(outcome.attempt)
        return ready

    def _first_ended(self, run_id: str) -> list[Outcome]:
        ready = []
        for attempt in self._attempts.get(run_id, {}).values():
            outcome = self._ended.get(attempt)
            if outcome is None:
                break
            ready.append(outcome)
        return ready

    def _interrupt(self, attempt: Attempt) -> bool:
        """Cancel what an attempt waits for; say whether it waits for anything."""
        scope = self._scopes.pop(attempt, None)
        if scope is not None:
            scope.cancel()
        return scope is not None

    def _remove(self, attempt: Attempt) -> None:
        of_run = self._attempts[attempt.run_id]
        del of_run[attempt.correlation_id]
        if not of_run:
            del self._attempts[attempt.run_id]
        self._ended.pop(attempt, None)
