"""Drives runs: one loop that takes what has happened, commits it, and then acts on it.

Everything that happened since the last turn, to whichever run, goes into one transaction. Nothing is done
that is not committed: an attempt starts, a wait is armed and a line is shown only afterwards.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Final

import trio

from vm.errors import OperatorError, RunExists, VMError
from vm.host.advance import Advance
from vm.host.arrivals import Arrivals
from vm.host.attempts import Attempts
from vm.host.audience import Audience, Observer
from vm.host.births import Birth, Births
from vm.host.bodies import Bodies, OwnBodies
from vm.host.budget import Budget
from vm.host.clock import Clock, wall_ms
from vm.host.collecting import collect_rarely
from vm.host.commits import Commits, Committed
from vm.host.entrance import Entrance
from vm.host.exits import Exits
from vm.host.family import Family, Programs
from vm.host.handover import Slices
from vm.host.inbox import Inbox
from vm.host.lanes import Change, Lanes
from vm.host.leases import Leases
from vm.host.options import EngineOptions
from vm.host.registry import Registry
from vm.host.roster import Roster
from vm.host.senses import Senses
from vm.host.slots import WorldSlots
from vm.host.steps import Attempt, Executor
from vm.host.takeover import Takeover
from vm.host.upgrades import Codes, Upgrades
from vm.host.warm import WarmRun
from vm.host.writer import Writer
from world.interface import World
from world.records import Lease

if TYPE_CHECKING:
    from vm.host.intake import Intake

_log: Final = logging.getLogger(__name__)


class Engine(Entrance):
    """Runs of one process on one world. `serve` is its task; everything else is called beside it.

    With an `intake`, set before `serve`, it takes up what is due, and runs that wait may leave memory.
    """

    def __init__(
        self,
        world: World,
        registry: Registry,
        clock: Clock,
        *,
        options: EngineOptions | None = None,
        observer: Observer | None = None,
        bodies: Bodies | None = None,
        programs: Programs | None = None,
        codes: Codes | None = None,
    ) -> None:
        self.world = world
        self.clock = clock
        self.options = options = options or EngineOptions()
        self.roster = Roster()
        self.leases = Leases(world, options.lease_ms)
        self.intake: Intake | None = None
        self.writer = Writer(patience_ms=options.patience_ms, is_shared=lambda: bool(self._attempts))
        self._attempts = self._make_attempts(registry)
        self._births = Births()
        self._budget = Budget(options.most_parked, options.most_parked_bytes)
        family = Family(world, programs, clock, self._may_drive_more)
        self._commits = Commits(world, self.writer, self.leases, self.roster, self._births, self._budget, family)
        self._bodies = bodies = bodies or OwnBodies()
        self._lanes = Lanes(self._end_change, is_aside=bodies.is_aside)
        self._exits = Exits(
            self.roster, self._budget, self._attempts, self._commits, self.leases, options.max_deliveries
        )
        self._takeover = Takeover(world, self.leases, registry, bodies, self._lanes, is_gated=self._attempts.is_gated)
        self._upgrades = Upgrades(world, codes, bodies.open)
        self._inbox = Inbox(world, self.leases.owner)
        self._arrivals = Arrivals(
            self.roster, self._attempts, self._inbox, change=self._change, is_busy=self._lanes.__contains__
        )
        self.senses = Senses(world, self.leases, self.roster, notice=self._notice, fail=self._end_serving)
        self._slices = Slices()
        self.audience = Audience(observer)
        self._news = trio.Event()
        self._is_rung = False
        self._is_serving = False
        self._is_stopping = False
        self._deadline: float | None = None  # when what is still being done at a stop is given up
        self._nursery: trio.Nursery | None = None
        self._failure: BaseException | None = None

    def _make_attempts(self, registry: Registry) -> Attempts:
        executor = Executor(
            registry.types,
            max_threads=self.options.max_threads,
            put_answer=self._put_answer,
            around=self.options.around_attempt,
            world=self.world,
        )
        slots = None if self.clock.is_virtual else WorldSlots(self.world, self.writer)
        return Attempts(
            executor, self.options.concurrency, slots=slots, is_ordered=self.clock.is_ordered, notice=self.ring
        )

    # ---- asked from beside the loop

    @property
    def room(self) -> int:
        """How many more runs may be taken up now. Those that only wait are not counted."""
        moving = len(self.roster) - len(self._budget) + len(self.leases.pending) + len(self._births)
        return int(min(self.options.most_active, self._attempts.most) - max(moving, self._attempts.load))

    def _put_answer(self, request_id: str, answer: str) -> bool:
        return self.world.put_answer(request_id, answer, now_ms=wall_ms())

    def _may_drive_more(self) -> bool:
        """Say whether a new run is to be driven here at once, or left to whoever takes it up."""
        return not self._is_stopping and (self.intake is None or self.room > 0)

    def find_warm(self, run_id: str) -> WarmRun | None:
        """Return a run that this process advances, or None."""
        return self.roster.find(run_id)

    async def flush(self) -> None:
        """Wait until nothing that has happened so far is uncommitted."""
        while self._is_serving and self._commits.is_needed:
            await self._commits.next.wait()

    def ring(self) -> None:
        """Have the loop look at what there is to do."""
        self._is_rung = True
        self._news.set()

    def stop(self) -> None:
        """Start nothing new; let attempts end within the grace, then park every run. Nothing is lost."""
        self._is_stopping = True
        if self.intake is not None:
            self.intake.stop()
        self.ring()

    # ---- the loop

    @trio.lowlevel.enable_ki_protection
    async def serve(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Drive runs until `stop`. Leases are released at the end, however it comes.

        Raises:
            VMError: The world is out of reach. What was committed is; nothing else was done.
            KeyboardInterrupt: Ctrl-C came while a step ran.
        """
        try:
            with collect_rarely():
                await self._serve(task_status)
        finally:
            self._nursery = None
            self._is_stopping = True
            self._attempts.close()
            self._exits.park_all()
            self.roster.ring_all()
        if self._failure is not None:
            raise self._failure

    async def _serve(self, task_status: trio.TaskStatus[None]) -> None:
        is_fed = self.intake is not None and not self.clock.is_virtual
        self._commits.is_evicting = self._exits.is_retrying = is_fed
        async with trio.open_nursery() as nursery:
            self._nursery = nursery
            self._is_serving = True
            nursery.start_soon(self._lead)
            nursery.start_soon(self._guard, self.senses.serve)
            if self.intake is not None:
                nursery.start_soon(self._guard, self.intake.serve)
            task_status.started()

    @trio.lowlevel.enable_ki_protection
    async def _lead(self) -> None:
        """Be the loop, until an attempt made here has to wait: another leads then, and this task sees it through."""
        with trio.CancelScope() as scope:
            try:
                is_going_on = True
                while is_going_on:
                    attempt = self._attempts.begin()
                    if attempt is not None and not await self._make(attempt, scope):
                        return
                    if attempt is None:
                        is_going_on = await (self._wind_down() if self._is_stopping else self._turn())
            except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - raised by `serve`, free of the nursery's group
                self._end_serving(error)
            else:
                self._end_serving()

    async def _turn(self) -> bool:
        """Take what has happened, commit it, act on it; or wait until something does."""
        self._is_rung = False
        await self._arrivals.take(self.clock.now_ms())
        if await self._commit():
            await self._slices.pause()
        elif not self._is_rung:  # it may have been while something was waited for
            self._news = trio.Event()
            is_idle = not self._attempts and not self._lanes
            await self.clock.wait(self._arrivals.next_due_ms(), self._news, is_idle=is_idle)
        return True

    async def _wind_down(self) -> bool:
        """Record how attempts in flight end, within the grace, and start no others. Say whether there is more to do."""
        if self._deadline is None:
            self._deadline = trio.current_time() + self.options.grace_ms / 1000
            self.writer.end_at(self._deadline)
            for run in self.roster:
                run.is_stopping = True
        self._arrivals.settle(self.clock.now_ms())
        if await self._commit():
            return True
        if (not self._attempts and not self._lanes) or trio.current_time() >= self._deadline:
            return False
        self._news = trio.Event()
        with trio.move_on_at(self._deadline):
            await self._news.wait()
        return True

    def _change(self, run: WarmRun, change: Change) -> None:
        """Let something happen to a run."""
        self._budget.unpark(run)
        self._lanes.add(run, change)

    def _end_change(self, run: WarmRun, error: Exception | None) -> None:
        """Something has happened to a run. What went wrong inside it parks this run, and no other."""
        if run.has_tickets:
            self._attempts.queue(run)
        if self.roster.find(run.run_id) is not run:
            self._attempts.drop(run)
        elif error is not None:
            self._exits.put_off(run, error)
        else:
            if run.has_read:
                self._arrivals.arm_later(run)
                for message in run.take_upgrades():
                    self._change(run, partial(self._upgrades.take, run, message))
            if run.is_clean:
                self._rest(run)
            else:
                self.roster.touch(run)
        self.ring()

    async def _commit(self) -> bool:
        """Commit what is ready, if anything is. Lanes are set going afterwards: a touched run is in none."""
        is_needed = self._commits.is_needed
        if is_needed:
            committed = await self._commits.write()
            for birth, lease in committed.born:
                self._bear(birth, lease)
            for run, _ in committed.lost:
                self._exits.lose(run)
            for run, advance in committed.advanced:
                self._act(run, advance)
            for run in committed.evicted:
                self._exits.leave(run)
            if committed.clashes or committed.stillborn:
                self._tell_refusals(committed)
            if self.intake is not None:
                self.intake.make_room()
        if self._nursery is not None:
            self._lanes.start(self._nursery)
        return is_needed

    def _tell_refusals(self, committed: Committed) -> None:
        """Tell bodies which hooks were not opened, and which children not started, because others are there."""
        now = self.clock.now_ms()
        for clash in committed.clashes:
            run = self.roster.find(clash.run_id)
            if run is not None:
                self._change(run, partial(run.refuse_hook, clash.correlation_id, clash.owner, now))
        for run, descendant in committed.stillborn:
            if descendant.correlation_id is None:
                _log.error("run %s cannot go on as %s: there is such a run already", run.run_id, descendant.run_id)
            elif self.roster.find(run.run_id) is run:
                error = RunExists(descendant.run_id)
                self._change(run, partial(run.fail_child, descendant.correlation_id, error, now))

    def _bear(self, birth: Birth, lease: Lease | None) -> None:
        self.audience.show(birth.run_id, [birth.entry])
        if lease is not None:
            run = self._takeover.open_new(lease, birth.program, birth.journal, birth.header)
            run.is_stopping = self._is_stopping
            self.roster.add(run)
            self._change(run, partial(run.start, self.clock.now_ms()))
            if birth.messages:
                self.look_for_mail()
        elif self.intake is not None:
            self.intake.ring()

    def _act(self, run: WarmRun, advance: Advance) -> None:
        self.audience.show(run.run_id, advance.entries)
        if advance.outside is not None:
            advance.outside.settle()
            if advance.outside.written:
                self.roster.ring(run.run_id)
            if advance.outside.messages:
                self.look_for_mail()
        for correlation_id in advance.cancelled:
            self._give_back(self._attempts.cancel(run, correlation_id))
        if run.replay.is_over:
            run.is_recorded = True
            self._exits.leave(run)
            return
        for wait in advance.opened:
            self._arrivals.timers.arm(run, wait.correlation_id, wait.due_ms)
        for attempt in advance.attempts:
            self._attempts.add(attempt)
        if advance.freed:
            self._attempts.retry()
        if advance.entries:
            run.deliveries = 0
        if not advance.attempts:
            self._rest(run)

    async def _make(self, attempt: Attempt, scope: trio.CancelScope) -> bool:
        """Make an attempt; say whether this task leads the loop still. It does not when the attempt had to wait."""
        nursery, is_leading = self._nursery, True
        assert nursery is not None

        def hand_over() -> None:
            nonlocal is_leading
            is_leading = False
            nursery.start_soon(self._lead)

        try:
            await self._attempts.make(attempt, scope, hand_over)
        finally:
            if attempt.ticket is not None and not self._attempts.is_wanted(attempt):
                self._give_back(attempt)
        if is_leading:
            await self._slices.pause()
        else:
            self.ring()
        return is_leading

    # ---- inside

    def look_for_mail(self) -> None:
        """Somebody here has sent messages to runs."""
        self._inbox.look()
        if self.intake is not None:
            self.intake.ring()
        self.ring()

    def _rest(self, run: WarmRun) -> None:
        """Count a run among those that wait, if it has nothing else to do."""
        if run.is_clean and run not in self._lanes and not self._attempts.has_any(run):
            self._budget.park(run)

    def _give_back(self, attempt: Attempt | None) -> None:
        """Give the slot of an attempt back that came to nothing."""
        ticket = None if attempt is None else attempt.ticket
        if ticket is not None and ticket.limit is not None and self.roster.find(ticket.run.run_id) is ticket.run:
            self._change(ticket.run, partial(ticket.run.free, ticket.correlation_id))

    def _notice(self) -> None:
        """Anything may have happened in the world."""
        self._inbox.look()
        self._attempts.retry()
        self.roster.ring_absent()
        if self.intake is not None:
            self.intake.ring()
        self.ring()

    async def _guard(self, serve: Callable[[], Awaitable[None]]) -> None:
        """Run something beside the loop that ends the engine when it fails."""
        try:
            await serve()
        except Exception as error:  # noqa: BLE001 - raised by `serve`, free of the nursery's group
            self._end_serving(error)

    def _end_serving(self, failure: BaseException | None = None) -> None:
        """Nobody moves runs any more. `failure` is raised by `serve`."""
        if self._nursery is None or not self._is_serving:
            return
        self._is_serving = False
        self._failure = failure
        self._births.fail(failure if isinstance(failure, VMError) else OperatorError("the VM was interrupted"))
        self._lanes.close()
        self._nursery.cancel_scope.cancel()
