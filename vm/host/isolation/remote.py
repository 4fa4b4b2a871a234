"""A run whose body lies in another process: the same surface as a replay in this one."""

from __future__ import annotations

import hashlib
import json
import marshal
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from vm.core.commands import Command, Place
from vm.core.events import Event, RunCreated, encode_event
from vm.core.replay import UNHEARD
from vm.core.state import RunState
from vm.core.traces import Frame
from vm.errors import BodyKilled, IllegalEvent, InternalError, VMError
from vm.host.isolation.claims import Claims
from vm.host.isolation.deaths import Death
from vm.host.isolation.frames import BadFrame, Fields, pack
from vm.host.isolation.process import BodyProcess, Ended
from vm.host.isolation.speech import FED, LIVE, OPEN, PATCHES, WHERE, hear_command, hear_frames
from vm.sandbox.program import SandboxProgram
from vm.sandbox.reading import dump_reading

if TYPE_CHECKING:
    from vm.host.isolation.pool import BodyPool

LIVES: Final = 3
"""Processes that one advance gets when somebody outside ends them: an operator, a kernel that wants memory."""

MOST_EVENTS: Final = 200
"""Of one frame."""


class RemoteReplay(RunState):
    """Feeds a body in a process of its own, and believes nothing that comes out of there.

    What it was told is kept, as bytes: a process that was given up, or that somebody ended, is replaced by another,
    which is told the same and has to answer the same.
    """

    def __init__(self, pool: BodyPool, program: SandboxProgram, header: RunCreated) -> None:
        super().__init__(header)
        self._pool = pool
        self._program = program
        self._told: list[bytes] = []
        self._unsaid: list[bytes] = []  # events that can wait for the next one: the body hears nothing of them
        self._answers: bytes | None = None  # what they hash to
        self._claims = Claims()
        self.is_closed = False

    @property
    def place(self) -> int:
        """How many times the body was told something."""
        return len(self._told)

    @property
    def origin(self) -> Place | None:
        found = self._look()[:1]
        return found[0].decode("utf-8", "surrogatepass") if found and found[0] is not None else None

    def frames(self) -> list[Frame]:
        return list(hear_frames(self._look()[1:]))

    def feed(self, event: Event) -> list[Command]:
        told = self.place
        try:
            commands = super().feed(event)
        except IllegalEvent as error:
            if self.place == told:  # the event was refused, and the body has heard nothing of it
                raise
            raise self._catch_lying(str(error)) from error
        if not self.is_over and not self._books:
            raise self._catch_lying("it waits, and for nothing")
        return commands

    def expect_patches(self, patches: frozenset[str]) -> None:
        self._tell(pack(PATCHES, json.dumps(sorted(patches)).encode()))

    def go_live(self) -> None:
        self._tell(pack(LIVE))

    def close(self) -> None:
        super().close()
        self.is_closed = True
        self._pool.give_up(self)

    def _deliver(self, event: Event) -> list[Command]:
        self._unsaid.append(encode_event(event))
        if isinstance(event, UNHEARD) and len(self._unsaid) < MOST_EVENTS:
            return []
        frame = pack(FED, *self._unsaid)
        self._unsaid.clear()
        return self._tell(frame)

    def _tell(self, frame: bytes) -> list[Command]:
        """Tell the body something that it has to be told again in every other process."""
        self._pool.kills.check(self)
        answer = self._ask(frame)
        commands = self._hear(answer)
        self._pool.kills.forget(self)
        self._told.append(frame)
        self._answers = _digest(self._answers, answer)
        return commands

    def _hear(self, answer: list[Fields]) -> list[Command]:
        try:
            commands = [hear_command(fields[1:]) for fields in answer[:-1]]
            for command in commands:
                self._claims.check(command)
        except BadFrame as error:
            raise self._catch_lying(str(error)) from error
        return commands

    def _catch_lying(self, what: str) -> VMError:
        self._pool.give_up(self)
        return self._end(Death("words", f"it asked for what no body asks for: {what}"))

    def _look(self) -> Fields:
        """Return where the body stands, or nothing when it cannot be asked."""
        with suppress(VMError):
            return self._ask(pack(WHERE))[-1][1:]
        return ()

    def _ask(self, frame: bytes) -> list[Fields]:
        """Return the answer to a frame: of the process at hand, or of one that is told everything before."""
        for life in range(1, LIVES + 1):
            if self.is_closed:
                break
            process = self._pool.enter(self)
            try:
                if process.is_fresh:
                    self._catch_up(process)
                answer = process.converse(frame)
            except Ended as ended:
                death = self._pool.bury(self, ended.death)
                if death.limit != "outside" or life == LIVES:
                    raise self._end(death) from ended
            else:
                self._pool.leave(self)
                return answer
        raise self._end(Death("outside", "its run is driven no more"))

    def _catch_up(self, process: BodyProcess) -> None:
        answers = _digest(None, process.converse(_opening(self._program, self.header)))
        for frame in self._told:
            answers = _digest(answers, process.converse(frame))
        if self._answers is None:
            self._answers = answers
        elif self._answers != answers:
            raise Ended(Death("words", "it answered otherwise than the process before it, which was told the same"))

    def _end(self, death: Death) -> VMError:
        """Return what to tell of a death, and count it."""
        if death.limit == "fault":
            return InternalError(f"the process of run {self.run_id} is broken: {death.what}")
        self._pool.kills.note(self)
        return BodyKilled(self.run_id, death.limit, death.what)


def _opening(program: SandboxProgram, header: RunCreated) -> bytes:
    """Return what a body is told first: its source, what it was compiled to here, and its header."""
    dumped = (dump_reading(file, text) for file, text in program.bundle.files.items())
    compiled = marshal.dumps(dict(found for found in dumped if found is not None))
    return pack(OPEN, program.bundle.to_bytes(), compiled, program.workflow_id.encode(), encode_event(header))


def _digest(before: bytes | None, answer: list[Fields]) -> bytes:
    digest = hashlib.sha256(before or b"")
    for fields in answer:
        digest.update(pack(*fields))
    return digest.digest()
