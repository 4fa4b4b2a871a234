"""Replaying a stored journal against a program, byte for byte.

Only what came from outside is fed. Whatever the VM itself wrote must come out of the body again, at the
same position and in the same bytes; since one host at a time writes a run's journal, what a body asks for
stands right behind the event that made it ask.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any, Final, NoReturn

from vm.core.commands import CancelRun, Command, FailRun
from vm.core.describe import describe_event
from vm.core.events import (
    EVENT_TYPES,
    JOURNAL_VERSION,
    Event,
    PatchMarked,
    RunCreated,
    RunUpgraded,
    decode_event,
    encode_event_of,
)
from vm.core.journal import Journal, seed_hash
from vm.core.program import Program
from vm.core.replay import Replay
from vm.core.state import RunState
from vm.errors import DivergenceError, IllegalEvent, JournalCorrupt, JournalTooNew, MalformedValue, VMError

OpenBody = Callable[[Program, RunCreated], RunState]
"""Makes what a run's events are fed to: `Replay` has the body in this process."""


_Expected = tuple[bytes, Command]
"""What the next row's bytes have to be, and the command that they record."""


class Verifier:
    """Feeds a stored journal to a fresh replay, row by row, and compares what comes out.

    `open_body` makes that replay. After the last row `finish` returns it, ready to be fed on, and the journal's
    growing end.

    `patches` are wanted when `program` is not the code that wrote all of the journal: what `find_patches` finds in
    it, or `find_past` where the program is the one that the run points at.
    """

    def __init__(
        self, program: Program, run_id: str, *, patches: frozenset[str] | None = None, open_body: OpenBody = Replay
    ) -> None:
        self._program = program
        self._open_body = open_body
        self._patches = patches
        self._run_id = run_id
        self._expected: deque[_Expected] = deque()
        self._hash = seed_hash(run_id)
        self._replay: RunState | None = None
        self.position = 0

    @property
    def replay(self) -> RunState:
        assert self._replay is not None, "no row was taken yet"
        return self._replay

    def take(self, position: int, body: bytes, stored_hash: bytes) -> list[Command]:
        """Check one stored row, and feed it if it came from outside. Returns the commands it unlocked.

        After an error the replay is closed: nothing can be fed any more.

        Raises:
            JournalCorrupt: The row is not the next one, does not hash to what is stored, or is no event.
            DivergenceError: The body does not ask for what the journal holds.
        """
        return self.take_all(((position, body, stored_hash),))

    def take_all(self, rows: Iterable[Sequence[Any]]) -> list[Command]:
        """Take rows that begin with position, bytes and hash, as `take` does; return what the last one unlocked."""
        commands: list[Command] = []
        expected = self._expected
        try:
            for row in rows:
                body = row[1]
                self.position = position = self.position + 1
                self._hash = found = sha256(self._hash + body).digest()
                if row[0] != position or row[2] != found:
                    self._refuse_link(row[0])
                if not expected:
                    commands = self._feed(decode_event(body))
                elif expected[0][0] == body:  # whatever stands here, it must be that
                    expected.popleft()
                    commands = []
                else:
                    self._diverge(describe_event(decode_event(body)), expected[0])
        except MalformedValue as error:
            self.close()
            raise JournalCorrupt(self._run_id, self.position, error.what) from error
        except VMError:
            self.close()
            raise
        return commands

    def close(self) -> None:
        """Throw the replay away."""
        if self._replay is not None:
            self._replay.close()

    def _refuse_link(self, position: int) -> NoReturn:
        if position != self.position:
            raise JournalCorrupt(self._run_id, self.position, f"it is missing (next comes {position})")
        raise JournalCorrupt(self._run_id, position, "its bytes do not hash to what the chain holds")

    def _feed(self, event: Event) -> list[Command]:
        if not event.is_fed:
            self._diverge(describe_event(event), None)
        if isinstance(event, RunCreated):
            self._open(event)
            return []
        replay = self._replay
        if replay is None:
            raise JournalCorrupt(self._run_id, self.position, "a journal begins with run_created")
        try:
            commands = replay.feed(event)
        except IllegalEvent:
            self._diverge(describe_event(event), None)
        for command in commands:
            self._expected.append((encode_event_of(command.becomes, command, replay.now_ms), command))
        return commands

    def finish(self) -> tuple[RunState, Journal]:
        """Return the replay as it stands at the journal's end, and the end itself.

        Raises:
            DivergenceError: The body asks for more than the journal holds.
            JournalCorrupt: There was no row at all.
        """
        if self._replay is None:
            raise JournalCorrupt(self._run_id, 1, "it is missing")
        if self._expected:
            self.position += 1
            self._diverge(None, self._expected[0])
        if self._patches is not None:
            self._replay.go_live()
        return self._replay, Journal(self._run_id, self.position, self._hash)

    def _open(self, header: RunCreated) -> None:
        if self._replay is not None or header.run_id != self._run_id:
            raise JournalCorrupt(self._run_id, self.position, "a run has one header, and it is its own")
        if header.journal_version > JOURNAL_VERSION:
            raise JournalTooNew(self._run_id, header.journal_version, JOURNAL_VERSION)
        self._replay = self._open_body(self._program, header)
        if self._patches is not None:
            self._replay.expect_patches(self._patches)

    def _diverge(self, recorded: str | None, expected: _Expected | None) -> NoReturn:
        where = None if self._replay is None else _where(self._replay, expected)
        asked = describe_event(decode_event(expected[0])) if expected is not None else None
        self.close()
        raise DivergenceError(self._run_id, self.position, recorded, asked, where=where)


def _where(replay: RunState, expected: _Expected | None) -> str | None:
    """Return the place in the source that a divergence is about: what asked, else where the body stands."""
    command = expected[1] if expected is not None else None
    if command is not None and command.origin is not None:
        return str(command.origin)
    frames = command.trace if isinstance(command, FailRun | CancelRun) else replay.frames()
    if frames:
        return "{}:{} in {}".format(*frames[-1])
    return None if replay.origin is None else str(replay.origin)


def _event_type(body: bytes) -> type[Event] | None:
    """Read an event's type off its canonical bytes, without parsing them."""
    return _TYPES.get(body[9 : body.find(b'"', 9)])


_TYPES: Final = {name.encode(): cls for name, cls in EVENT_TYPES.items()}


def find_patches(bodies: Iterable[bytes]) -> frozenset[str]:
    """Return the patches that a journal marks, given its events' bytes."""
    patches = set()
    for body in bodies:
        if _event_type(body) is PatchMarked:
            with suppress(MalformedValue):  # the verifier says where it stands
                mark = decode_event(body)
                assert isinstance(mark, PatchMarked), "that is its type"
                patches.add(mark.patch)
    return frozenset(patches)


def find_past(program: Program, bodies: Iterable[bytes]) -> frozenset[str] | None:
    """Return the patches that a run's journal marks, if other code than `program` has written some of it; else None.

    `program` is the code that the run points at. Reads nothing when that asks for no patches.
    """
    if not program.is_patched:
        return None
    found = [body for body in bodies if _event_type(body) in (PatchMarked, RunUpgraded)]
    return find_patches(found) if any(_event_type(body) is RunUpgraded for body in found) else None


def verify(program: Program, run_id: str, rows: Iterable[tuple[int, bytes, bytes]]) -> tuple[RunState, Journal]:
    """Replay rows of (position, bytes, hash) on the code that their run points at.

    Returns the replay and the journal's end. Raises as `Verifier`.
    """
    rows = list(rows)
    verifier = Verifier(program, run_id, patches=find_past(program, (body for _, body, _ in rows)))
    verifier.take_all(rows)
    return verifier.finish()
