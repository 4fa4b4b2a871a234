"""Commands: what a body asks for next. Frozen; a request only, nothing has happened yet.

`event(at_ms)` is the journal event that a command becomes when it is recorded. `origin` is the place in
the author's source that issued it; it is for reports and stands outside of equality and of the journal.
"""

from __future__ import annotations

from dataclasses import field
from functools import partial
from types import CodeType
from typing import Final, NamedTuple

from vm.core import events
from vm.core.events import Encoded, Event
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

    origin: Place | None = field(default=None, compare=False, repr=False)

    def event(self, at_ms: int) -> Event:
        """Return the event that records this command at logical time `at_ms`."""
        raise AssertionError(f"{type(self).__name__} does not say what it is recorded as")


@frozen(kw_only=True)
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


@frozen(kw_only=True)
class CancelStep(Command):
    correlation_id: str

    def event(self, at_ms: int) -> Event:
        return events.StepCancelled(at_ms=at_ms, correlation_id=self.correlation_id)


@frozen(kw_only=True)
class StartWait(Command):
    correlation_id: str
    until_ms: int

    def event(self, at_ms: int) -> Event:
        return events.WaitCreated(at_ms=at_ms, correlation_id=self.correlation_id, until_ms=self.until_ms)


@frozen(kw_only=True)
class CancelWait(Command):
    correlation_id: str

    def event(self, at_ms: int) -> Event:
        return events.WaitCancelled(at_ms=at_ms, correlation_id=self.correlation_id)


@frozen(kw_only=True)
class WriteLog(Command):
    level: str
    text: str

    def event(self, at_ms: int) -> Event:
        return events.LogWritten(at_ms=at_ms, level=self.level, text=self.text)


@frozen(kw_only=True)
class OpenHook(Command):
    correlation_id: str
    token: str
    kind: str = "hook"
    schema: str | None = None
    respond: Encoded | None = None
    metadata: Encoded | None = None

    def event(self, at_ms: int) -> Event:
        return events.HookCreated(
            at_ms=at_ms,
            correlation_id=self.correlation_id,
            token=self.token,
            kind=self.kind,
            schema=self.schema,
            respond=self.respond,
            metadata=self.metadata,
        )


@frozen(kw_only=True)
class DisposeHook(Command):
    correlation_id: str

    def event(self, at_ms: int) -> Event:
        return events.HookDisposed(at_ms=at_ms, correlation_id=self.correlation_id)


@frozen(kw_only=True)
class StartChild(Command):
    correlation_id: str
    child: str
    workflow: str
    on_close: str
    input: Encoded

    def event(self, at_ms: int) -> Event:
        return events.ChildCreated(
            at_ms=at_ms,
            correlation_id=self.correlation_id,
            child=self.child,
            workflow=self.workflow,
            on_close=self.on_close,
            input=self.input,
        )


@frozen(kw_only=True)
class CancelChild(Command):
    """`child` is the run that is asked to end. `is_awaited`: the body still wants to know how it does."""

    correlation_id: str
    child: str = field(compare=False)
    is_awaited: bool = field(default=False, compare=False)

    def event(self, at_ms: int) -> Event:
        return events.ChildCancelRequested(at_ms=at_ms, correlation_id=self.correlation_id)


@frozen(kw_only=True)
class SetAttributes(Command):
    attributes: Encoded

    def event(self, at_ms: int) -> Event:
        return events.AttributesSet(at_ms=at_ms, attributes=self.attributes)


@frozen(kw_only=True)
class MarkPatch(Command):
    patch: str

    def event(self, at_ms: int) -> Event:
        return events.PatchMarked(at_ms=at_ms, patch=self.patch)


@frozen(kw_only=True)
class CompleteRun(Command):
    output: Encoded

    def event(self, at_ms: int) -> Event:
        return events.RunCompleted(at_ms=at_ms, output=self.output)


@frozen(kw_only=True)
class FailRun(Command):
    """The body raised. `trace` is where, outermost frame first; it stands beside the chain."""

    error: Encoded
    trace: tuple[tuple[str, int, str], ...] = field(default=(), compare=False)

    def event(self, at_ms: int) -> Event:
        return events.RunFailed(at_ms=at_ms, error=self.error)


@frozen(kw_only=True)
class CancelRun(Command):
    """The body has ended, after the run was asked to end."""

    output: Encoded | None = None
    error: Encoded | None = None
    trace: tuple[tuple[str, int, str], ...] = field(default=(), compare=False)

    def event(self, at_ms: int) -> Event:
        return events.RunCancelled(at_ms=at_ms, output=self.output, error=self.error)


@frozen(kw_only=True)
class ContinueRun(Command):
    """The run ends, and run `next` goes on."""

    next: str
    input: Encoded

    def event(self, at_ms: int) -> Event:
        return events.RunContinued(at_ms=at_ms, next=self.next, input=self.input)
