"""Moving runs in flight to other code, once their journals have been shown to replay on it.

Whoever holds a run's lease moves it: a worker that has it in memory when a message asks for it, else whoever wants
it moved. The proof and the event that says so are of one journal: the fence sees to that.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Protocol

from vm.core.events import RunUpgraded
from vm.core.lifecycle import TERMINAL_RUN
from vm.core.program import Program
from vm.core.replay import Replay
from vm.errors import AuthorError, BodyKilled, CallerError, RunEnded, RunLeased, UpgradeDeclined, VMError
from vm.host import letters
from vm.host.clock import wall_ms
from vm.host.leases import Leases
from vm.host.warm import WarmRun
from world.changes import Changes, Move
from world.interface import World
from world.records import RESUME, Append, JournalRow, Lease, MessageRecord, NewMessage, RunRecord

if TYPE_CHECKING:
    from vm.core.verify import OpenBody
    from vm.host.proving import Row

LEASE_MS: Final = 30_000
PAUSE_S: Final = 0.02  # between two looks at whether a worker has moved a run
TRIES: Final = 3  # a run may get on, or change hands, between looking and moving

REFUSALS: Final = (AuthorError, CallerError, BodyKilled)
"""What is the new code's own fault: a run stays on the code that it has."""

_log: Final = logging.getLogger(__name__)


class Codes(Protocol):
    """Where code comes from: see `vm.host.codebase.Codebase`."""

    def renew(self, record: RunRecord, move: Move) -> Program:
        """Return the program of code that a run is to be moved to. Its steps are left as they are."""
        ...

    def load_steps(self, move: Move) -> None:
        """Have the steps of that code at hand."""
        ...


class Upgrades:
    """Moves runs in memory here, when messages ask for it."""

    def __init__(self, world: World, codes: Codes | None, open_body: OpenBody) -> None:
        self._world = world
        self._codes = codes
        self._open_body = open_body

    def take(self, run: WarmRun, message: MessageRecord) -> None:
        """Move `run` as a message asks, or leave it as it is. A change of that run, and of nothing else."""
        try:
            self._move(run, message)
        except REFUSALS as error:
            _log.warning("run %s stays on the code that it has: %s", run.run_id, error.what)
            run.decline(message)

    def _move(self, run: WarmRun, message: MessageRecord) -> None:
        move, record = letters.read_upgrade(message), self._world.get_run(run.run_id)
        if self._codes is None or run.replay.is_over or run.replay.cancel_mode == "terminate":
            run.decline(message)
            return
        from vm.host.proving import prove_rows

        program = self._codes.renew(record, move)
        committed, pending = run.committed, run.uncommitted

        def read() -> Iterable[Row]:
            return chain(self._world.read_journal(run.run_id, limit=committed), pending)

        replay, _ = prove_rows(program, run.run_id, read, is_newer=True, open_body=self._open_body)
        try:
            self._codes.load_steps(move)
        except VMError:
            replay.close()
            raise
        run.move(replay, program, move, message)


class Upgrader:
    """Moves runs of a world, whoever drives them. Everything is synchronous."""

    def __init__(self, world: World, codes: Codes, open_body: OpenBody = Replay) -> None:
        self._world = world
        self._codes = codes
        self._open_body = open_body

    def moving(self, run_id: str, move: Move) -> Iterator[None]:
        """Move a run, yielding whenever whoever drives it is to be waited for. A run that is there already stays.

        Raises:
            RunNotFound, RunEnded: There is nothing to move.
            SourceRefused: The code cannot be used.
            DivergenceError, JournalCorrupt: The journal does not replay on it. The run is as it was.
            UpgradeDeclined: Whoever drives the run did not take it.
        """
        for _ in range(TRIES):
            record = self._world.get_run(run_id)
            if record.bundle == move.bundle.hash:
                return
            if record.status in TERMINAL_RUN:
                raise RunEnded(run_id, record.status)
            if self._move_unheld(record, move):
                return
            self._world.send(letters.upgrade(run_id, move))
            while self._is_asked(run_id, move):
                yield
        record = self._world.get_run(run_id)
        if record.bundle != move.bundle.hash:
            raise UpgradeDeclined(run_id)

    def prove(self, record: RunRecord, move: Move) -> Program:
        """Return the program of `move`, on which the run's journal replays. Raises as `moving`."""
        from vm.host.proving import prove_journal

        program = self._codes.renew(record, move)
        prove_journal(self._world, record, program, is_newer=True, open_body=self._open_body)[0].close()
        return program

    def _is_asked(self, run_id: str, move: Move) -> bool:
        """Say whether somebody holds the run who has not answered yet."""
        record = self._world.get_run(run_id)
        if record.bundle == move.bundle.hash or record.status in TERMINAL_RUN or not record.is_held(wall_ms()):
            return False
        return any(message.kind == letters.UPGRADE for message in self._world.list_messages(run_id))

    def _move_unheld(self, record: RunRecord, move: Move) -> bool:
        """Move a run that nobody drives. Return False when somebody does, or it has got on since `record`."""
        from vm.host.proving import prove_journal

        program = self._codes.renew(record, move)
        replay, journal = prove_journal(self._world, record, program, is_newer=True, open_body=self._open_body)
        at_ms = replay.now_ms
        replay.close()
        leases = Leases(self._world, LEASE_MS)
        try:
            lease = leases.claim(record.run_id)
            if self._world.get_run(record.run_id).head != record.head:
                self._write(lease, record.head, wall_ms())
                return False
            entry = journal.append(RunUpgraded(at_ms=at_ms, bundle=move.bundle.hash, policy=program.policy))
            row = JournalRow(entry.position, entry.body, entry.hash, now := wall_ms(), lease.epoch)
            asked = (found for found in self._world.list_messages(record.run_id) if found.kind == letters.UPGRADE)
            return self._write(
                lease,
                record.head,
                now,
                rows=(row,),
                messages=_wake_up(record, lease, now),
                consumed=tuple(message.message_id for message in asked),
                changes=Changes(moved=move),
            )
        except RunLeased:
            return False
        finally:
            leases.retire()

    def _write(self, lease: Lease, head: int, now_ms: int, **fields: Any) -> bool:
        append = Append(lease.run_id, lease.epoch, head, fields.pop("rows", ()), now_ms, now_ms, release=True, **fields)
        return not self._world.append([append]).fenced


def _wake_up(record: RunRecord, lease: Lease, now_ms: int) -> tuple[NewMessage, ...]:
    """Return what brings a host to a run that had one which died, or that was buried: nothing else would."""
    is_orphan = record.owner is not None or record.buried_ms is not None or lease.epoch != record.epoch + 1
    return (NewMessage(record.run_id, RESUME, due_ms=now_ms),) if is_orphan else ()
