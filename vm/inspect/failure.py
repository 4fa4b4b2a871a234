"""A run's failure as a chain of links, from the body's own error down to what a step raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vm.core.codec import decode
from vm.core.events import Encoded
from vm.core.frozen import frozen
from vm.core.ids import short_name
from vm.core.traces import Frame
from vm.errors import RemoteError, StepFailed, VMError
from vm.inspect.fold import RunView
from vm.inspect.views import StepView


@frozen
class Failure:
    """One error of a chain. `type` is its class's name, `slug` the page that explains it, if one does.

    `frames` is where it was raised, outermost first: the body's lines for the run's own failure, the step's
    for what a step raised. `step` names the step that raised it. `is_explicit` says whether `cause` was
    given with `raise ... from`. `members` are those of an exception group. `tries` says what became of the attempts
    of a step that was tried several times.
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
    tries: tuple[str, ...] = ()

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
    value = decode(error)
    if not isinstance(value, BaseException):
        return Failure(type(value).__name__, repr(value), frames=frames, step=step)
    return _link(value, view.steps, frames, step, seen=set())


def _link(
    error: BaseException,
    steps: Mapping[str, StepView],
    frames: tuple[Frame, ...],
    step: str | None,
    seen: set[int],
) -> Failure:
    seen = seen | {id(error)}
    below = error.__cause__ or error.__context__
    if below is not None and id(below) in seen:
        below = None  # a chain that bites its own tail
    failed = steps.get(getattr(error, "correlation_id", "")) if isinstance(error, StepFailed) else None
    inner: tuple[str | None, tuple[Frame, ...]] = (None, ()) if failed is None else (failed.step, failed.trace)
    return Failure(
        type=_type_of(error),
        message=_text_of(error),
        slug=error.slug if isinstance(error, VMError) else None,
        fix=getattr(error, "fix", None) if isinstance(error, VMError) else None,
        notes=tuple(getattr(error, "__notes__", ())),
        frames=frames,
        step=step,
        cause=None if below is None else _link(below, steps, inner[1], inner[0], seen),
        is_explicit=error.__cause__ is not None,
        members=tuple(_link(member, steps, (), None, seen) for member in _members_of(error)),
        tries=() if failed is None else _tries_of(failed),
    )


def _tries_of(step: StepView) -> tuple[str, ...]:
    """Return a line for each row of attempts that failed alike, if there were several attempts."""
    if len(step.attempts) < 2:
        return ()
    told: list[tuple[str, list[int]]] = []
    for attempt in step.attempts:
        text = _error_text(attempt.error)
        if told and told[-1][0] == text:
            told[-1][1].append(attempt.number)
        else:
            told.append((text, [attempt.number]))
    return tuple(f"{_numbers(numbers)}: {text}" for text, numbers in told)


def _numbers(numbers: list[int]) -> str:
    return f"attempt {numbers[0]}" if len(numbers) == 1 else f"attempts {numbers[0]} to {numbers[-1]}"


def _error_text(error: Encoded | None) -> str:
    value = None if error is None else decode(error)
    if not isinstance(value, BaseException):
        return "it was lost"
    return f"{_type_of(value)}: {_text_of(value)}".partition("\n")[0].removesuffix(": ")


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
