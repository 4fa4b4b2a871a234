"""The attempts of this process: those that wait for their turn, are being made, or have ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import trio

from vm.host.flights import Flights
from vm.host.gate import Gate, Ticket
from vm.host.handover import run_until_wait
from vm.host.slots import OwnSlots, Slots
from vm.host.steps import Attempt, Executor, Outcome
from vm.host.warm import WarmRun


class Attempts:
    """Lets attempts in, makes them and hands out how they ended.

    `concurrency` bounds how many are made at once (None: any number). `slots` grants places under the limits of
    steps; without it this process keeps them by itself, in the time that its runs live in. `notice` is called when
    a step has written to a stream.
    """

    def __init__(
        self,
        executor: Executor,
        concurrency: int | None,
        *,
        slots: Slots | None,
        is_ordered: bool,
        notice: Callable[[], None],
    ) -> None:
        self._executor = executor
        self._notice = notice
        self._written: dict[Attempt, None] = {}
        self._token: trio.lowlevel.TrioToken | None = None
        self._gate = Gate(concurrency)
        self._slots: Slots = slots or OwnSlots(self._gate.count_inside)
        self._flights = Flights(is_ordered=is_ordered)

    def __bool__(self) -> bool:
        """Some are in flight: being made, or ended and not yet taken."""
        return bool(self._flights)

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._flights

    def in_flight(self) -> list[tuple[str, str]]:
        """Return run and correlation id of those in flight, each run's in the order in which they began."""
        return self._flights.in_flight()

    @property
    def is_gated(self) -> bool:
        return self._gate.most is not None

    @property
    def most(self) -> float:
        """How many may be made at once."""
        return self._gate.most if self._gate.most is not None else float("inf")

    @property
    def load(self) -> int:
        """How many are let in, or wait to be; those that nothing holds back are not counted."""
        return self._gate.load

    def has_any(self, run: WarmRun) -> bool:
        """Say whether a run has attempts in flight, or waiting for their turn."""
        return run.is_queuing or self._flights.has_any(run.run_id)

    # ---- letting in

    def queue(self, run: WarmRun) -> None:
        """Take over what a change of a run has brought to wait, and what it gives up."""
        for ticket in run.take_unused():
            self._gate.leave(ticket)
        for ticket in run.take_wishes():
            self._gate.join(ticket)

    @property
    def is_queued_for(self) -> bool:
        """Somebody waits for `let_in`."""
        return self._gate.is_waited_at

    async def let_in(self, now_ms: int) -> list[Ticket]:
        """Return those whose turn it is. Each is to be begun now."""
        entered: list[Ticket] = []
        for group in self._gate.choose(now_ms):
            tickets = [ticket for _, ticket in group]
            limit, granted = tickets[0].limit, len(group)
            if limit is not None:
                grant = await self._slots.take(limit, tickets, now_ms)
                granted = grant.granted
                self._gate.refuse(group[granted:], grant.retry_at_ms)
            entered += tickets[:granted]
        return entered

    def retry(self) -> None:
        """Something happened that may have given slots back."""
        self._gate.retry()

    def next_retry_ms(self) -> int | None:
        """Return when a rate lets somebody in next, or None when nobody waits for that."""
        return self._gate.next_retry_ms()

    # ---- making

    def add(self, attempt: Attempt) -> None:
        """An attempt is recorded, and to be made."""
        self._flights.add(attempt)
        self._token = self._token or trio.lowlevel.current_trio_token()
        attempt.outlet.notice = partial(self._note_from_anywhere, attempt)

    @property
    def has_written(self) -> bool:
        """There is something for `take_written` to return."""
        return bool(self._written)

    def take_written(self) -> list[Attempt]:
        """Return the attempts whose steps have written to streams since one last asked."""
        written, self._written = self._written, {}
        return list(written)

    def begin(self) -> Attempt | None:
        """Return the next attempt that is to be made, or None."""
        return self._flights.begin()

    async def make(self, attempt: Attempt, scope: trio.CancelScope, hand_over: Callable[[], None]) -> None:
        """Make an attempt. Calls `hand_over` when it has to wait, which it does in `scope`.

        Raises:
            KeyboardInterrupt: The process was interrupted.
        """

        def begin_waiting() -> None:
            self._flights.begin_waiting(attempt, scope)
            hand_over()

        try:
            self._flights.land(await run_until_wait(self._executor.make(attempt), begin_waiting))
        finally:
            if attempt.ticket is not None:
                self._gate.leave(attempt.ticket)

    def is_wanted(self, attempt: Attempt) -> bool:
        """Say whether anybody waits for how an attempt ends."""
        return self._flights.is_wanted(attempt)

    def take(self, is_quiet: Callable[[str], bool]) -> list[Outcome]:
        """Return the outcomes whose turn has come. Their attempts are in flight no more. See `Flights.take`."""
        return self._flights.take(is_quiet)

    def _note_from_anywhere(self, attempt: Attempt) -> None:
        """A step has written something, in whichever thread."""
        assert self._token is not None, "an attempt was added in the loop"
        with suppress(trio.RunFinishedError):
            self._token.run_sync_soon(self._note, attempt)

    def _note(self, attempt: Attempt) -> None:
        if self._flights.is_wanted(attempt):
            self._written[attempt] = None
            self._notice()

    # ---- giving up

    def cancel(self, run: WarmRun, correlation_id: str) -> Attempt | None:
        """Nobody wants a step any more. Returns its attempt when nothing is left to end of it."""
        self._flights.abandon(run.run_id, correlation_id)
        attempt = self._flights.cancel(run.run_id, correlation_id)
        if attempt is not None and attempt.ticket is not None:
            self._gate.leave(attempt.ticket)
        return attempt

    def drop(self, run: WarmRun) -> None:
        """Nobody wants any of a run's attempts any more. Those that wait for something have yet to end."""
        self._flights.abandon(run.run_id)
        still = self._flights.cancel_run(run.run_id)
        self._gate.leave_all(run, but=[attempt.ticket for attempt in still])

    def close(self) -> None:
        self._executor.close()
