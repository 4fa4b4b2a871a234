"""Drives runs: one loop that takes what has happened, commits it, and then acts on it.

Everything that happened since the last turn, to whichever run, goes into one transaction. Nothing is done
that is not committed: an attempt starts, a wait is armed and a line is shown only afterwards.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import trio

from vm.core.codec import encode_call
from vm.core.journal import Entry, Journal
from vm.core.program import Program
from vm.core.verify import Verifier
from vm.errors import AttemptLost, RunExists, VMError
from vm.host.bodies import Bodies, OwnBodies
from vm.host.clock import Clock, wall_ms
from vm.host.collecting import collect_rarely
from vm.host.flights import Flights
from vm.host.handover import Slices, run_until_wait
from vm.host.headers import make_header, require_same
from vm.host.lanes import Lanes
from vm.host.leases import Leases
from vm.host.options import EngineOptions
from vm.host.parking import explain_parking
from vm.host.registry import Registry
from vm.host.steps import Attempt, Executor
from vm.host.takeover import replay_run
from vm.host.timers import Timers
from vm.host.warm import Advance, WarmRun
from vm.host.writer import Writer
from world.interface import World
from world.records import START, BundleRecord, JournalRow, Lease, NewMessage, NewRun

Observer = Callable[[str, Sequence[Entry]], None]
"""Called after each commit with a run id and the entries that were committed.

One that raises is logged and not called again.
"""

_log: Final = logging.getLogger(__name__)


class Engine:
    """Runs of one process on one world. `serve` is its task; everything else is called beside it."""

    def __init__(
        self,
        world: World,
        registry: Registry,
        clock: Clock,
        *,
        options: EngineOptions | None = None,
        observer: Observer | None = None,
        bodies: Bodies | None = None,
    ) -> None:
        self.world = world
        self.registry = registry
        self.clock = clock
        self._options = options or EngineOptions()
        self._leases = Leases(world, self._options.lease_ms)
        self._observer = observer
        self._executor = Executor(registry.types, max_threads=self._options.max_threads)
        self._warm: dict[str, WarmRun] = {}
        self._adopting: dict[str, trio.Event] = {}
        self._touched: dict[str, WarmRun] = {}
        self._timers = Timers()
        self._slices = Slices()
        self._in_flight = Flights(is_ordered=clock.is_virtual)
        self._writer = Writer(patience_ms=self._options.patience_ms, is_shared=lambda: bool(self._in_flight))
        self._bodies = bodies or OwnBodies()
        self._lanes = Lanes(self._end_advance, is_aside=self._bodies.is_aside)
        self._news = trio.Event()
        self._is_stopping = False
        self._nursery: trio.Nursery | None = None
        self._failure: BaseException | None = None
        self._failures: dict[str, VMError] = {}

    # ---- asked from beside the loop

    @trio.lowlevel.enable_ki_protection  # Ctrl-C is for the program; in a body it would be recorded as its failure
    def create(
        self,
        program: Program,
        bundle: BundleRecord,
        workflow: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        run_id: str | None = None,
        seed: str | None = None,
        origin: str | None = None,
        is_leased: bool = True,
    ) -> str:
        """Store a new run and, when `is_leased`, set it going here. Returns its id.

        A run that exists already with the same workflow, bundle, seed and input is the same run, and is
        left as it is. An engine that is stopping stores the run and leaves it to be driven by another.

        Raises:
            NotSerializable: An argument cannot be stored.
            BadInput: The id or the seed cannot be one.
            RunExists: The id belongs to a run that is not the same.
        """
        is_leased = is_leased and not self._is_stopping
        now, wall = self.clock.now_ms(), wall_ms()
        given = encode_call(args, kwargs, self.registry.types)
        header = make_header(program, workflow, bundle.hash, given, now_ms=now, run_id=run_id, seed=seed)
        run_id, journal = header.run_id, Journal(header.run_id)
        entry = journal.append(header)
        try:
            lease = self.world.create_run(
                NewRun(run_id, workflow, bundle.hash, wall, origin),
                [JournalRow(entry.position, entry.body, entry.hash, wall, 1 if is_leased else 0)],
                bundle=bundle,
                messages=() if is_leased else (NewMessage(run_id, START, due_ms=wall),),
                owner=self._leases.owner if is_leased else None,
                lease_expires_ms=self._leases.next_expiry_ms(wall),
            )
        except RunExists:
            require_same(self.world, header)
            return run_id
        self._show(run_id, [entry])
        if lease is not None:
            run = WarmRun(lease, self._bodies.open(program, header), journal, self.registry.steps, self.registry.types)
            self._warm[run_id] = run
            self._lanes.add(run, partial(run.start, now))
            self._ring()
        return run_id

    async def adopt(self, run_id: str, program: Program) -> None:
        """Take over a run that nobody advances: replay its journal, and go on where it ends.

        A run that is warm here already stays as it is; an engine that is stopping takes up no more.

        Raises:
            RunNotFound, RunEnded: There is nothing to take over.
            RunLeased: Somebody else advances it.
            DivergenceError, JournalCorrupt: It cannot be replayed. It is left as it is.
        """
        while run_id in self._adopting:
            await self._adopting[run_id].wait()
        if run_id in self._warm or self._is_stopping:
            return
        done = self._adopting[run_id] = trio.Event()
        try:
            await self._take_over(self._leases.claim(run_id), program)
        finally:
            del self._adopting[run_id]
            done.set()

    @trio.lowlevel.enable_ki_protection
    async def _take_over(self, lease: Lease, program: Program) -> None:
        verifier = Verifier(program, lease.run_id, open_body=self._bodies.open)
        try:
            replay, journal = await replay_run(self.world, lease.run_id, verifier, self._lanes)
            run = WarmRun(lease, replay, journal, self.registry.steps, self.registry.types)
            run.read(self.world.list_messages(run.run_id))
            lost = AttemptLost("the worker that made the attempt died")
            waits = await self._lanes.call(partial(run.recover, lost, self.clock.now_ms()))
        except BaseException:
            verifier.close()
            self._leases.release(lease)
            raise
        self._warm[run.run_id] = run
        self._failures.pop(run.run_id, None)
        if self._is_stopping:  # it stopped meanwhile, and may be through with parking what was warm
            self._drop(run)
            return
        for wait in waits:
            self._timers.arm(run, wait.correlation_id, wait.due_ms)
        self._touch(run)
        self._ring()  # even when there is nothing to commit: a wait was armed

    def find_warm(self, run_id: str) -> WarmRun | None:
        """Return a run that this process advances, or None."""
        return self._warm.get(run_id)

    def find_failure(self, run_id: str) -> VMError | None:
        """Return why a run was parked here because it could not be advanced, or None."""
        return self._failures.get(run_id)

    def stop(self) -> None:
        """Start nothing new; let attempts end within the grace, then park every run. Nothing is lost."""
        self._is_stopping = True
        self._ring()

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
            self._executor.close()
            self._park_all()
        if self._failure is not None:
            raise self._failure

    async def _serve(self, task_status: trio.TaskStatus[None]) -> None:
        async with trio.open_nursery() as nursery:
            self._nursery = nursery
            nursery.start_soon(self._heartbeat)
            nursery.start_soon(self._lead)
            task_status.started()

    @trio.lowlevel.enable_ki_protection
    async def _lead(self) -> None:
        """Be the loop, until an attempt made here has to wait: another leads then, and this task sees it through."""
        assert self._nursery is not None
        with trio.CancelScope() as scope:
            try:
                while (attempt := self._in_flight.begin()) is not None or not self._is_stopping:
                    if attempt is None:
                        await self._turn()
                    elif not await self._make(attempt, scope):
                        return
                await self._drain()
            except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - raised by `serve`, free of the nursery's group
                self._failure = error
            self._lanes.close()
            self._nursery.cancel_scope.cancel()

    async def _turn(self) -> None:
        """Take what has happened, commit it, act on it; or wait until something does."""
        now = self.clock.now_ms()
        self._fire(now)
        self._settle(now)
        if await self._commit():
            await self._slices.pause()
            return
        self._news = trio.Event()
        is_idle = not self._in_flight and not self._lanes
        await self.clock.wait(self._timers.next_due_ms(), self._news, is_idle=is_idle)

    async def _drain(self) -> None:
        """Let attempts in flight end within the grace, and record how they did; start no others."""
        for run in self._warm.values():
            run.is_stopping = True
        deadline = trio.current_time() + self._options.grace_ms / 1000
        self._writer.end_at(deadline)
        while True:
            self._settle(self.clock.now_ms())
            if await self._commit():
                continue
            if (self._in_flight or self._lanes) and trio.current_time() < deadline:
                self._news = trio.Event()
                with trio.move_on_at(deadline):
                    await self._news.wait()
            else:
                return

    def _settle(self, now_ms: int) -> None:
        for outcome in self._in_flight.take(self._is_quiet):
            run = self._warm.get(outcome.attempt.run_id)
            if run is not None:
                self._lanes.add(run, partial(run.settle, outcome, now_ms))

    def _is_quiet(self, run_id: str) -> bool:
        """Say whether a run was fed all that is due, and what that made due is known."""
        run = self._warm.get(run_id)
        return run is None or (run not in self._lanes and run_id not in self._touched)

    def _fire(self, now_ms: int) -> None:
        """Wake what is due."""
        for run, correlation_id in self._timers.take_due(now_ms):
            self._lanes.add(run, partial(run.wake, correlation_id, now_ms))

    def _end_advance(self, run: WarmRun, error: Exception | None) -> None:
        """Something has happened to a run. What went wrong inside it parks this run, and no other."""
        if error is None:
            self._touch(run)
        else:
            self._failures[run.run_id] = explain_parking(run.run_id, error)
            self._drop(run)
        self._ring()

    async def _commit(self) -> bool:
        """Commit what was touched, if anything was. Lanes are set going afterwards: a touched run is in none."""
        is_touched = bool(self._touched)
        if is_touched:
            await self._write()
        assert self._nursery is not None
        self._lanes.start(self._nursery)
        return is_touched

    async def _write(self) -> None:
        """Write all touched runs' advances in one transaction, then do what they ask for."""
        touched, self._touched = self._touched, {}
        now = wall_ms()
        expires = self._leases.next_expiry_ms(now)
        taken = [(run, *run.take(now_ms=now, lease_expires_ms=expires)) for run in touched.values()]
        appends = [append for _, append, _ in taken]
        rows = sum(len(append.rows) for append in appends)
        fenced = set((await self._writer.write(lambda: self.world.append(appends), rows=rows)).fenced)
        for run, _, advance in taken:
            if run.run_id in fenced:
                run.is_lost = True
                self._drop(run)
            else:
                self._act(run, advance)

    def _act(self, run: WarmRun, advance: Advance) -> None:
        self._show(run.run_id, advance.entries)
        for correlation_id in advance.cancelled:
            self._in_flight.cancel(run.run_id, correlation_id)
        if run.replay.is_over:
            run.is_recorded = True
            self._forget(run)
            return
        for wait in advance.opened:
            self._timers.arm(run, wait.correlation_id, wait.due_ms)
        for attempt in advance.attempts:
            self._in_flight.add(attempt)

    async def _make(self, attempt: Attempt, scope: trio.CancelScope) -> bool:
        """Make an attempt; say whether this task leads the loop still. It does not when the attempt had to wait."""
        nursery, is_leading = self._nursery, True
        assert nursery is not None

        def hand_over() -> None:
            nonlocal is_leading
            is_leading = False
            self._in_flight.begin_waiting(attempt, scope)
            nursery.start_soon(self._lead)

        outcome = await run_until_wait(self._executor.make(attempt), hand_over)
        self._in_flight.land(outcome)
        if is_leading:
            await self._slices.pause()
        else:
            self._ring()
        return is_leading

    async def _heartbeat(self) -> None:
        """Have the leases of runs extended that have not been appended to for a while, all in one commit."""
        while True:
            await trio.sleep(self._options.lease_ms / 3000)
            ageing = self._leases.find_ageing(run for run in self._warm.values() if run not in self._lanes)
            self._touched.update((run.run_id, run) for run in ageing)
            self._ring()

    # ---- books

    def _touch(self, run: WarmRun) -> None:
        if not run.is_clean:
            self._touched[run.run_id] = run

    def _ring(self) -> None:
        self._news.set()

    def _show(self, run_id: str, entries: Sequence[Entry]) -> None:
        if self._observer is None or not entries:
            return
        try:
            self._observer(run_id, entries)
        except Exception:  # noqa: BLE001 - the caller's code; who only watches must not stop what it watches
            _log.exception("the observer raised and is told no more")
            self._observer = None

    def _forget(self, run: WarmRun) -> None:
        """This process is done with a run. Attempts nobody waits for any more are cancelled."""
        self._warm.pop(run.run_id, None)
        self._touched.pop(run.run_id, None)
        self._in_flight.cancel_run(run.run_id)
        run.replay.close()
        run.ended.set()

    def _drop(self, run: WarmRun) -> None:
        """Park a run: its body leaves memory, its lease is given up, its journal stays."""
        self._leases.release_all([run])
        self._forget(run)
        self._ring()  # nothing may be in flight any more, which a virtual clock waits for

    def _park_all(self) -> None:
        """Park every run, in one commit."""
        runs = list(self._warm.values())
        self._leases.retire()
        self._leases.release_all(runs)
        for run in runs:
            self._forget(run)
