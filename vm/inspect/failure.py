"""A run's failure as a chain of links, from the body's own error down to what a step raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vm.core.codec import decode
from vm.core.ids import short_name
from vm.core.traces import Frame
from vm.errors import RemoteError, StepFailed, VMError
from vm.inspect.fold import RunView


@dataclass(frozen=True, slots=True)
class Failure:
    """One error of a chain. `type` is its class's name, `slug` the page that explains it, if one does.

    `frames` is where it was raised, outermost first: the body's lines for the run's own failure, the step's
    for what a step raised. `step` names the step that raised it. `is_explicit` says whether `cause` was
    given with `raise ... from`. `members` are those of an exception group.
    """

    type: str
    message: str
    slug: str | None = None
    fix: str | None = None
    notes: tuple[str, ...] = ()
    frames: tuple[Frame, ...] = ()
    step: str | None = None
    cause: Failure | None = None
    is_explicit: bool = True
    members: tuple[Failure, ...] = ()

    def chain(self) -> Iterator[Failure]:
        """Yield this error, then its cause, and so on down."""
        link: Failure | None = self
        while link is not None:
            yield link
            link = link.cause


def find_failure(view: RunView) -> Failure | None:
    """Return why a run failed, or None if it did not (yet)."""
    return None if view.error is None else read_failure(view.error, view, frames=view.trace)


def read_failure(error: str, view: RunView, *, frames: tuple[Frame, ...] = (), step: str | None = None) -> Failure:
    """Return the failure that an encoded error stands for. `frames` and `step` belong to its outermost link.

    Raises:
        MalformedValue: `error` is not what the codec wrote.
    """
    traces = {found.correlation_id: (found.step, found.trace) for found in view.steps.values()}
    value = decode(error)
    if not isinstance(value, BaseException):
        return Failure(type(value).__name__, repr(value), frames=frames, step=step)
    return _link(value, traces, frames, step, seen=set())


def _link(
    error: BaseException,
    traces: Mapping[str, tuple[str, tuple[Frame, ...]]],
    frames: tuple[Frame, ...],
    step: str | None,
    seen: set[int],
) -> Failure:
    seen = seen | {id(error)}
    below = error.__cause__ or error.__context__
    if below is not None and id(below) in seen:
        below = None  # a chain that bites its own tail
    inner: tuple[str | None, tuple[Frame, ...]] = (None, ())
    if isinstance(error, StepFailed):
        inner = traces.get(getattr(error, "correlation_id", ""), inner)
    return Failure(
        type=_type_of(error),
        message=_text_of(error),
        slug=error.slug if isinstance(error, VMError) else None,
        fix=getattr(error, "fix", None) if isinstance(error, VMError) else None,
        notes=tuple(getattr(error, "__notes__", ())),
        frames=frames,
        step=step,
        cause=None if below is None else _link(below, traces, inner[1], inner[0], seen),
        is_explicit=error.__cause__ is not None,
        members=tuple(_link(member, traces, (), None, seen) for member in _members_of(error)),
    )


def _members_of(error: BaseException) -> tuple[BaseException, ...]:
    if isinstance(error, BaseExceptionGroup):
        return error.exceptions
    if isinstance(error, RemoteError):
        return error.exceptions or ()
    return ()


def _type_of(error: BaseException) -> str:
    if isinstance(error, RemoteError) and error.type_name:
        return short_name(error.type_name)
    return type(error).__name__


def _text_of(error: BaseException) -> str:
    if isinstance(error, VMError):
        return str(getattr(error, "what", None) or BaseException.__str__(error))
    return str(error)
