"""Commands: what a body asks for next. Frozen; a request only, nothing has happened yet.

`event(at_ms)` is the journal event that a command becomes when it is recorded. `origin` is the place in
the author's source that issued it; it is for reports and stands outside of equality and of the journal.
"""

from __future__ import annotations

from dataclasses import field
from functools import partial
from types import CodeType
from typing import ClassVar, Final, NamedTuple

from vm.core import events
from vm.core.events import Encoded, Event, make_event
from vm.core.frozen import frozen


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


make_origin: Final = partial(tuple.__new__, Origin)  # what `Origin._make` does, without a call of Python's

Place = Origin | str
"""What a report names: an origin, or the text of one that lies in another process."""


@frozen(kw_only=True)
class Command:
    """Base of all commands."""

    becomes: ClassVar[type[Event]]
    """What records it. The fields of that event are the command's, but for its time: see `events.encode_event_of`."""

    origin: Place | None = field(default=None, compare=False, repr=False)

    def event(self, at_ms: int) -> Event:
        """Return the event that records this command at logical time `at_ms`."""
        return make_event(self.becomes, self, at_ms)


@frozen(kw_only=True)
class RunStep(Command):
    becomes: ClassVar[type[Event]] = events.StepCreated
    correlation_id: str
    step: str
    args: Encoded
    options: Encoded | None = None


@frozen(kw_only=True)
class CancelStep(Command):
    becomes: ClassVar[type[Event]] = events.StepCancelled
    correlation_id: str


@frozen(kw_only=True)
class StartWait(Command):
    becomes: ClassVar[type[Event]] = events.WaitCreated
    correlation_id: str
    until_ms: int


@frozen(kw_only=True)
class CancelWait(Command):
    becomes: ClassVar[type[Event]] = events.WaitCancelled
    correlation_id: str


@frozen(kw_only=True)
class WriteLog(Command):
    becomes: ClassVar[type[Event]] = events.LogWritten
    level: str
    text: str


@frozen(kw_only=True)
class OpenHook(Command):
    becomes: ClassVar[type[Event]] = events.HookCreated
    correlation_id: str
    token: str
    kind: str = "hook"
    schema: str | None = None
    respond: Encoded | None = None
    metadata: Encoded | None = None


@frozen(kw_only=True)
class DisposeHook(Command):
    becomes: ClassVar[type[Event]] = events.HookDisposed
    correlation_id: str


@frozen(kw_only=True)
class StartChild(Command):
    becomes: ClassVar[type[Event]] = events.ChildCreated
    correlation_id: str
    child: str
    workflow: str
    on_close: str
    input: Encoded


@frozen(kw_only=True)
class CancelChild(Command):
    """`child` is the run that is asked to end. `is_awaited`: the body still wants to know how it does."""

    becomes: ClassVar[type[Event]] = events.ChildCancelRequested
    correlation_id: str
    child: str = field(compare=False)
    is_awaited: bool = field(default=False, compare=False)


@frozen(kw_only=True)
class SetAttributes(Command):
    becomes: ClassVar[type[Event]] = events.AttributesSet
    attributes: Encoded


@frozen(kw_only=True)
class MarkPatch(Command):
    becomes: ClassVar[type[Event]] = events.PatchMarked
    patch: str


@frozen(kw_only=True)
class CompleteRun(Command):
    becomes: ClassVar[type[Event]] = events.RunCompleted
    output: Encoded


@frozen(kw_only=True)
class FailRun(Command):
    """The body raised. `trace` is where, outermost frame first; it stands beside the chain."""

    becomes: ClassVar[type[Event]] = events.RunFailed
    error: Encoded
    trace: tuple[tuple[str, int, str], ...] = field(default=(), compare=False)


@frozen(kw_only=True)
class CancelRun(Command):
    """The body has ended, after the run was asked to end."""

    becomes: ClassVar[type[Event]] = events.RunCancelled
    output: Encoded | None = None
    error: Encoded | None = None
    trace: tuple[tuple[str, int, str], ...] = field(default=(), compare=False)


@frozen(kw_only=True)
class ContinueRun(Command):
    """The run ends, and run `next` goes on."""

    becomes: ClassVar[type[Event]] = events.RunContinued
    next: str
    input: Encoded
