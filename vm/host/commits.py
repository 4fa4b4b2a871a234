"""What is ready goes into the world together: one transaction for all runs, new ones among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import field, replace
from functools import partial

import trio

from vm.core.frozen import record
from vm.errors import Fenced, VMError
from vm.host.advance import Advance
from vm.host.births import Birth, Births
from vm.host.budget import Budget
from vm.host.clock import wall_ms
from vm.host.family import Family
from vm.host.leases import Leases
from vm.host.outside import Descendant, Outside
from vm.host.roster import Roster
from vm.host.warm import WarmRun
from vm.host.writer import Writer
from world.changes import HookClash
from world.interface import World
from world.records import Append, Creation, Lease, Written


@record
class Committed:
    """What a transaction brought: advances to act on, runs that were lost or evicted, runs that were born here.

    `stillborn` are runs that a body asked for under an id that another has, `clashes` hooks whose token another has.
    """

    advanced: list[tuple[WarmRun, Advance]] = field(default_factory=list)
    lost: list[tuple[WarmRun, Advance]] = field(default_factory=list)
    evicted: list[WarmRun] = field(default_factory=list)
    born: list[tuple[Birth, Lease | None]] = field(default_factory=list)
    stillborn: list[tuple[WarmRun, Descendant]] = field(default_factory=list)
    clashes: list[HookClash] = field(default_factory=list)


@record
class _Group:
    """What goes into one transaction."""

    taken: list[tuple[WarmRun, Append, Advance]]
    evicted: list[tuple[WarmRun, Append]]
    parted: list[Append]
    births: list[tuple[Birth, Creation]]
    rows: int  # of journals

    def appends(self) -> list[Append]:
        appends = [append for _, append, _ in self.taken]
        if self.evicted:
            appends += [append for _, append in self.evicted]
        return appends + self.parted if self.parted else appends


class Commits:
    """Writes what has come together since the last transaction.

    `is_evicting` says whether runs that wait may leave memory when there are too many: somebody has to take them
    up again.
    """

    def __init__(
        self,
        world: World,
        writer: Writer,
        leases: Leases,
        roster: Roster,
        births: Births,
        budget: Budget,
        family: Family,
    ) -> None:
        self.is_evicting = False
        self._next: trio.Event | None = None
        self._world = world
        self._writer = writer
        self._leases = leases
        self._roster = roster
        self._births = births
        self._budget = budget
        self._family = family
        self._parted: list[Append] = []
        self._afterwards: list[Callable[[], None]] = []

    @property
    def is_needed(self) -> bool:
        return bool(
            self._roster.touched
            or self._births
            or self._parted
            or self._leases.are_unsettled
            or (self.is_evicting and self._budget.is_exceeded)
        )

    def part(self, append: Append) -> None:
        """Give a lease up with the next transaction."""
        self._parted.append(append)

    def then(self, act: Callable[[], None]) -> None:
        """Do something when what is ready now has been written."""
        self._afterwards.append(act)

    @property
    def next(self) -> trio.Event:
        """What is set when the next transaction is done."""
        if self._next is None:
            self._next = trio.Event()
        return self._next

    async def write(self) -> Committed:
        """Write all that is ready.

        Raises:
            OperatorError: The world is out of reach. Nothing was written, and the births were told.
        """
        afterwards, self._afterwards = self._afterwards, []
        if self._leases.are_unsettled:
            await self._settle_leases()
        group = self._gather()
        appends = group.appends()
        creations = [creation for _, creation in group.births] if group.births else []
        try:
            written = await self._writer.write(
                partial(self._world.append, appends, creations), rows=group.rows + len(creations)
            )
        except VMError as error:
            for birth, _ in group.births:
                birth.fail(error)
            raise
        for act in afterwards:
            act()
        if self._next is not None:
            self._next.set()
            self._next = None
        return _sort(group, written)

    def write_last(self, runs: Sequence[WarmRun]) -> None:
        """Give up the leases of all runs and the owner's name, trying once: leases run out by themselves too."""
        self._leases.retire()
        now, world = wall_ms(), self._world
        parted = [*(run.part(now) for run in runs), *self._parted]
        self._parted = []
        unused = [*self._leases.returned, *self._leases.pending.values()]
        with suppress(VMError):
            fenced = set(world.append(parted).fenced) if parted else set()
            # The last commit of those failed: only the epoch tells that they are ours.
            unused += [run.lease for run in runs if run.run_id in fenced]
            for lease in unused:
                world.return_lease(lease, now_ms=now)
            for lease, reason in self._leases.buried:
                world.bury_run(lease, reason=reason, now_ms=now)

    def _gather(self) -> _Group:
        now = wall_ms()
        expires = self._leases.next_expiry_ms(now)
        owner = self._leases.owner
        taken: list[tuple[WarmRun, Append, Advance]] = []
        rows = 0
        for run in self._roster.take_touched():
            append, advance = run.take(now_ms=now, lease_expires_ms=expires)
            rows += len(append.rows)
            if advance.outside is not None:
                append = self._reach_out(run, append, advance.outside, expires)
            taken.append((run, append, advance))
        evicted, births = [], []  # loops: a comprehension over nothing is a call all the same
        for run in self._budget.find_excess() if self.is_evicting else ():
            evicted.append((run, run.part(now)))
        for birth in self._births.take():
            births.append((birth, birth.creation(owner=owner, now_ms=now, lease_expires_ms=expires)))
        parted, self._parted = self._parted, []
        return _Group(taken, evicted, parted, births, rows)

    def _reach_out(self, run: WarmRun, append: Append, outside: Outside, expires_ms: int) -> Append:
        """Return an append with what it changes outside, the runs that it starts among that."""
        outside.births = [(found, self._family.conceive(run, found, outside.moved)) for found in outside.descendants]
        creations = tuple(
            birth.creation(owner=self._leases.owner, now_ms=append.now_ms, lease_expires_ms=expires_ms)
            for _, birth in outside.births
        )
        return replace(append, changes=outside.changes(creations))

    async def _settle_leases(self) -> None:
        """Give up what is not wanted, each lease in a transaction of its own: it happens rarely."""
        leases, world = self._leases, self._world
        returned, leases.returned = leases.returned, []
        for lease in returned:
            await self._writer.write(partial(world.return_lease, lease, now_ms=wall_ms()))
        delayed, leases.delayed = leases.delayed, []
        for lease, until_ms in delayed:
            with suppress(Fenced):
                await self._writer.write(partial(world.extend_lease, lease, expires_ms=until_ms))
        buried, leases.buried = leases.buried, []
        for lease, reason in buried:
            with suppress(Fenced):
                await self._writer.write(partial(world.bury_run, lease, reason=reason, now_ms=wall_ms()))
            self._roster.ring(lease.run_id)


def _sort(group: _Group, written: Written) -> Committed:
    fenced, committed = set(written.fenced), Committed(clashes=list(written.clashes))
    for run, _, advance in group.taken:
        (committed.lost if run.run_id in fenced else committed.advanced).append((run, advance))
    for run, _ in group.evicted:
        if run.run_id in fenced:
            committed.lost.append((run, Advance()))
        else:
            committed.evicted.append(run)
    for run, advance in committed.advanced:
        for descendant, birth in () if advance.outside is None else advance.outside.births:
            if birth.run_id in written.existing:
                committed.stillborn.append((run, descendant))
            else:
                committed.born.append((birth, birth.lease))
    for birth, creation in group.births:
        stored_id = written.existing.get(birth.run_id)
        if stored_id is None:
            committed.born.append((birth, creation.lease()))
        birth.settle(stored_id or birth.run_id, is_new=stored_id is None)
    return committed
