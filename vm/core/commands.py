"""Commands: what a body asks for next. Frozen; a request only, nothing has happened yet.

`event(at_ms)` is the journal event that a command becomes when it is recorded. `origin` is the place in
the author's source that issued it; it is for reports and stands outside of equality and of the journal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import CodeType
from typing import NamedTuple

from vm.core import events
from vm.core.events import Encoded, Event


class Origin(NamedTuple):
    """A place in the source: a code object and an instruction in it. Cheap to take, dear to resolve."""

    code: CodeType
    instruction: int

    @property
    def line(self) -> int:
        for index, (line, _, _, _) in enumerate(self.code.co_positions()):
            if index * 2 >= self.instruction and line is not None:
                return line
        return self.code.co_firstlineno

    def __str__(self) -> str:
        return f"{self.code.co_filename}:{self.line} in {self.code.co_name}"


Place = Origin | str
"""What a report names: an origin, or the text of one that lies in another process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Base of all commands."""

    origin: Place | None = field(default=None, compare=False, repr=False)

    def event(self, at_ms: int) -> Event:
        """Return the event that records this command at logical time `at_ms`."""
        raise AssertionError(f"{type(self).__name__} does not say what it is recorded as")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep(Command):
    correlation_id: str
    step: str
    args: Encoded
    options: Encoded | None = None

    def event(self, at_ms: int) -> Event:
        return events.StepCreated(
            at_ms=at_ms,
            correlation_id=self.correlation_id,
            step=self.step,
            options=self.options,
            args=self.args,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelStep(Command):
    correlation_id: str

    def event(self, at_ms: int) -> Event:
        return events.StepCancelled(at_ms=at_ms, correlation_id=self.correlation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWait(Command):
    correlation_id: str
    until_ms: int

    def event(self, at_ms: int) -> Event:
        return events.WaitCreated(at_ms=at_ms, correlation_id=self.correlation_id, until_ms=self.until_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelWait(Command):
    correlation_id: str

    def event(self, at_ms: int) -> Event:
        return events.WaitCancelled(at_ms=at_ms, correlation_id=self.correlation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLog(Command):
    level: str
    text: str

    def event(self, at_ms: int) -> Event:
        return events.LogWritten(at_ms=at_ms, level=self.level, text=self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteRun(Command):
    output: Encoded

    def event(self, at_ms: int) -> Event:
        return events.RunCompleted(at_ms=at_ms, output=self.output)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailRun(Command):
    """The body raised. `trace` is where, outermost frame first; it stands beside the chain."""

    error: Encoded
    trace: tuple[tuple[str, int, str], ...] = field(default=(), compare=False)

    def event(self, at_ms: int) -> Event:
        return events.RunFailed(at_ms=at_ms, error=self.error)
