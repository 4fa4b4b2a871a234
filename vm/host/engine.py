"""Drives runs: one loop that takes what has happened, commits it, and then acts on it.

Everything that happened since the last turn, to whichever run, goes into one transaction. Nothing is done
that is not committed: an attempt starts, a wait is armed and a line is shown only afterwards.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import trio

from vm.core.codec import encode_call
from vm.core.events import JOURNAL_VERSION, RunCreated, decode_event
from vm.core.ids import check_run_id, new_run_id
from vm.core.journal import Entry, Journal
from vm.core.program import Program
from vm.core.replay import Replay
from vm.core.verify import Verifier
from vm.errors import AttemptLost, BadInput, Fenced, RunExists, RunLeased, VMError, WorldBusy
from vm.host.clock import Clock, wall_ms
from vm.host.owner import is_dead, owner_name
from vm.host.registry import Registry
from vm.host.steps import Attempt, Executor, Outcome
from vm.host.warm import Advance, WarmRun
from world.interface import World
from world.records import Append, BundleRecord, JournalRow, NewRun, WaitRecord

Observer = Callable[[str, Sequence[Entry]], None]
"""Called after each commit with a run id and the entries that were committed."""

REPLAY_SLICE: Final = 512  # journal rows between two looks at the loop while a run is replayed


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """Times in milliseconds. `lease_ms`: how long a dead worker's runs stay stranded at most.

    `grace_ms`: how long attempts may go on after a stop. `busy_retries`: how often a commit is tried again
    when another program holds the world's lock (each try waits the world's own timeout).
    """

    lease_ms: int = 30_000
    grace_ms: int = 5_000
    busy_retries: int = 3
    max_threads: int = 40


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
    ) -> None:
        self.world = world
        self.registry = registry
        self.clock = clock
        self.owner = owner_name()
        self._options = options or EngineOptions()
        self._observer = observer
        self._executor = Executor(registry.types, max_threads=self._options.max_threads)
        self._entropy = random.SystemRandom()
        self._warm: dict[str, WarmRun] = {}
        self._outcomes: deque[Outcome] = deque()
        self._touched: dict[str, WarmRun] = {}
        self._timers: list[tuple[int, int, str, str]] = []
        self._timer_count = 0
        self._in_flight: dict[tuple[str, str], Attempt] = {}
        self._news = trio.Event()
        self._is_stopping = False
        self._nursery: trio.Nursery | None = None

    # ---- asked from beside the loop

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
        left as it is.

        Raises:
            NotSerializable: An argument cannot be stored.
            RunExists: The id belongs to a run that is not the same.
        """
        now = self.clock.now_ms()
        _check_seed(seed)
        run_id = new_run_id(self._entropy.randbytes(10), now) if run_id is None else check_run_id(run_id)
        header = RunCreated(
            at_ms=now,
            journal_version=JOURNAL_VERSION,
            run_id=run_id,
            workflow=workflow,
            bundle=bundle.hash,
            policy=program.policy,
            seed=run_id if seed is None else seed,
            input=encode_call(args, kwargs, self.registry.types),
        )
        journal = Journal(run_id)
        entry = journal.append(header)
        wall = wall_ms()
        try:
            lease = self.world.create_run(
                NewRun(run_id, workflow, bundle.hash, wall, origin),
                [JournalRow(entry.position, entry.body, entry.hash, wall, 1 if is_leased else 0)],
                bundle=bundle,
                owner=self.owner if is_leased else None,
                lease_expires_ms=wall + self._options.lease_ms,
            )
        except RunExists:
            self._check_same(run_id, header)
            return run_id
        self._show(run_id, [entry])
        if lease is not None:
            run = WarmRun(lease, Replay(program, header), journal, self.registry.steps, self.registry.types)
            run.start(now)
            self._admit(run)
        return run_id

    async def adopt(self, run_id: str, program: Program) -> None:
        """Take over a run that nobody advances: replay its journal, and go on where it ends.

        Raises:
            RunLeased: Somebody else advances it.
            DivergenceError, JournalCorrupt: It cannot be replayed. It is left as it is.
        """
        if run_id in self._warm:
            return
        lease = self._claim(run_id)
        try:
            verifier = Verifier(program, run_id)
            for row in self.world.read_journal(run_id):
                verifier.take(row.position, row.body, row.hash)
                if row.position % REPLAY_SLICE == 0:
                    await trio.lowlevel.checkpoint()
            replay, journal = verifier.finish()
        except BaseException:
            self.world.release_lease(lease)
            raise
        run = WarmRun(lease, replay, journal, self.registry.steps, self.registry.types)
        for wait in run.recover(AttemptLost("the worker that made the attempt died"), self.clock.now_ms()):
            self._arm(wait)
        self._admit(run)

    def find_warm(self, run_id: str) -> WarmRun | None:
        return self._warm.get(run_id)

    def stop(self) -> None:
        """Start nothing new; let attempts end within the grace, then park every run. Nothing is lost."""
        self._is_stopping = True
        self._ring()

    # ---- the loop

    async def serve(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Drive runs until `stop`. Leases are released at the end, however it comes."""
        fatal: VMError | None = None
        try:
            async with trio.open_nursery() as nursery:
                self._nursery = nursery
                nursery.start_soon(self._heartbeat)
                task_status.started()
                try:
                    while not self._is_stopping:
                        await self._turn()
                    await self._drain()
                except VMError as error:  # the world is out of reach: raised below, free of the nursery's group
                    fatal = error
                nursery.cancel_scope.cancel()
        finally:
            self._nursery = None
            self._executor.close()
            for run in list(self._warm.values()):
                self._drop(run)
        if fatal is not None:
            raise fatal

    async def _turn(self) -> None:
        """Take what has happened, commit it, act on it; or wait until something does."""
        now = self.clock.now_ms()
        self._settle(now)
        self._fire(now)
        if self._touched:
            await self._commit()
            return
        due = self._timers[0][0] if self._timers else None
        self._news = trio.Event()
        await self.clock.wait(due, self._news, is_idle=not self._in_flight)

    async def _drain(self) -> None:
        """Let attempts in flight end within the grace, and record how they did; start no others."""
        for run in self._warm.values():
            run.is_stopping = True
        deadline = trio.current_time() + self._options.grace_ms / 1000
        while self._in_flight and trio.current_time() < deadline:
            self._settle(self.clock.now_ms())
            if self._touched:
                await self._commit()
            elif self._in_flight:
                self._news = trio.Event()
                with trio.move_on_at(deadline):
                    await self._news.wait()
        self._settle(self.clock.now_ms())
        if self._touched:
            await self._commit()

    def _settle(self, now_ms: int) -> None:
        for outcome in self._take_outcomes():
            attempt = outcome.attempt
            self._in_flight.pop((attempt.run_id, attempt.correlation_id), None)
            run = self._warm.get(attempt.run_id)
            if run is not None:
                run.settle(outcome, now_ms)
                self._touch(run)

    def _take_outcomes(self) -> list[Outcome]:
        """Return what ended, in the order in which it is to be delivered.

        On a virtual clock everything that is in flight ends at the same moment, so the order is that in
        which a run's attempts began, and an earlier one is waited for: two runs of the same steps then
        have the same journal.
        """
        ended = sorted(self._outcomes, key=lambda outcome: outcome.attempt.sequence)
        if not self.clock.is_virtual:
            ended = list(self._outcomes)
            self._outcomes.clear()
            return ended
        first: dict[str, int] = {}
        for attempt in self._in_flight.values():
            first[attempt.run_id] = min(attempt.sequence, first.get(attempt.run_id, attempt.sequence))
        ready = [outcome for outcome in ended if outcome.attempt.sequence <= first.get(outcome.attempt.run_id, 0)]
        self._outcomes = deque(outcome for outcome in ended if outcome not in ready)
        return ready

    def _fire(self, now_ms: int) -> None:
        while self._timers and self._timers[0][0] <= now_ms:
            _, _, run_id, correlation_id = heapq.heappop(self._timers)
            run = self._warm.get(run_id)
            if run is not None:
                run.wake(correlation_id, now_ms)
                self._touch(run)

    async def _commit(self) -> None:
        """Write all touched runs' advances in one transaction, then do what they ask for."""
        touched, self._touched = self._touched, {}
        now = wall_ms()
        taken = [
            (run, *run.take(now_ms=now, lease_expires_ms=now + self._options.lease_ms)) for run in touched.values()
        ]
        fenced = set(await self._append([append for _, append, _ in taken]))
        for run, _, advance in taken:
            if run.run_id in fenced:
                run.is_lost = True
                self._drop(run)
            else:
                self._act(run, advance)

    async def _append(self, appends: list[Append]) -> list[str]:
        for left in range(self._options.busy_retries, -1, -1):
            try:
                return self.world.append(appends)
            except WorldBusy:
                if not left:
                    raise
                await trio.lowlevel.checkpoint()
        raise AssertionError("the last try returns or raises")

    def _act(self, run: WarmRun, advance: Advance) -> None:
        assert self._nursery is not None
        self._show(run.run_id, advance.entries)
        for correlation_id in advance.cancelled:
            attempt = self._in_flight.pop((run.run_id, correlation_id), None)
            if attempt is not None:
                attempt.scope.cancel()
        for wait in advance.opened:
            self._arm(wait)
        if run.replay.is_over:
            self._end(run)
            return
        for attempt in advance.attempts:
            self._in_flight[attempt.run_id, attempt.correlation_id] = attempt
            self._nursery.start_soon(self._attempt, attempt)

    async def _attempt(self, attempt: Attempt) -> None:
        outcome = await self._executor.make(attempt)
        if outcome is not None:
            self._outcomes.append(outcome)
            self._ring()

    async def _heartbeat(self) -> None:
        """Extend the leases of runs that have not been appended to for a while. Real time, whatever the clock."""
        while True:
            await trio.sleep(self._options.lease_ms / 3000)
            now = wall_ms()
            for run in list(self._warm.values()):
                try:
                    run.lease = self.world.extend_lease(run.lease, expires_ms=now + self._options.lease_ms)
                except Fenced:
                    run.is_lost = True
                    self._drop(run)

    # ---- books

    def _admit(self, run: WarmRun) -> None:
        self._warm[run.run_id] = run
        self._touch(run)
        self._ring()  # even when there is nothing to commit: a wait may have been armed

    def _touch(self, run: WarmRun) -> None:
        if not run.is_clean:
            self._touched[run.run_id] = run

    def _arm(self, wait: WaitRecord) -> None:
        self._timer_count += 1
        heapq.heappush(self._timers, (wait.due_ms, self._timer_count, wait.run_id, wait.correlation_id))

    def _ring(self) -> None:
        self._news.set()

    def _show(self, run_id: str, entries: Sequence[Entry]) -> None:
        if self._observer is not None and entries:
            self._observer(run_id, entries)

    def _end(self, run: WarmRun) -> None:
        """The run is over and its lease given up. Attempts nobody waits for are cancelled."""
        self._warm.pop(run.run_id, None)
        self._forget_attempts(run.run_id)
        run.ended.set()

    def _drop(self, run: WarmRun) -> None:
        """Park a run: its body leaves memory, its lease is given up, its journal stays."""
        self._warm.pop(run.run_id, None)
        self._touched.pop(run.run_id, None)
        self._forget_attempts(run.run_id)
        run.replay.close()
        with suppress(VMError):  # the world is out of reach: the lease runs out by itself
            self.world.release_lease(run.lease)
        run.ended.set()

    def _forget_attempts(self, run_id: str) -> None:
        for key in [key for key in self._in_flight if key[0] == run_id]:
            self._in_flight.pop(key).scope.cancel()

    def _claim(self, run_id: str) -> Any:
        now = wall_ms()
        expires = now + self._options.lease_ms
        try:
            return self.world.claim_run(run_id, owner=self.owner, now_ms=now, expires_ms=expires)
        except RunLeased:
            record = self.world.get_run(run_id)
            if record.owner is None or record.lease_expires_ms is None or not is_dead(record.owner):
                raise
            # Its holder certainly runs no more: count the lease as run out, unless somebody was faster.
            return self.world.claim_run(run_id, owner=self.owner, now_ms=record.lease_expires_ms, expires_ms=expires)

    def _check_same(self, run_id: str, header: RunCreated) -> None:
        stored = decode_event(next(iter(self.world.read_journal(run_id, limit=1))).body)
        if not isinstance(stored, RunCreated) or _identity(stored) != _identity(header):
            raise RunExists(run_id)


def _identity(header: RunCreated) -> tuple[str, ...]:
    return header.workflow, header.bundle, header.seed, header.input


def _check_seed(seed: str | None) -> None:
    """A seed is text that every machine reads alike, which half a character is not."""
    if seed is not None and any("\ud800" <= char <= "\udfff" for char in seed):
        raise BadInput(f"{seed!r} cannot be a seed: it holds half a character", fix="use plain text")
