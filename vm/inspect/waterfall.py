"""A run's steps, waits, hooks and children as bars on one line of time."""

from __future__ import annotations

from collections.abc import Iterator

from vm.core.describe import describe_call, format_time
from vm.core.durations import format_ms
from vm.core.frozen import frozen
from vm.core.ids import short_name
from vm.inspect.fold import RunView


@frozen
class Piece:
    """One attempt of a step, or all of a wait. `outcome` is how it ended, or `running`."""

    start_ms: int
    end_ms: int
    outcome: str


@frozen
class Bar:
    """What went on from `start_ms` to `end_ms`. Times are logical. `text` says what it was.

    With `is_open` it goes on still: `end_ms` is the time of the last event.
    """

    id: str
    kind: str
    name: str
    text: str
    status: str
    start_ms: int
    end_ms: int
    pieces: tuple[Piece, ...]
    is_open: bool = False

    @property
    def took(self) -> str:
        """How long it went on, in words; of what is open nobody knows."""
        return "open" if self.is_open else format_ms(self.end_ms - self.start_ms)


def find_span(view: RunView) -> tuple[int, int]:
    """Return when a run began and ended, or the time of its last event."""
    start = view.started_ms if view.started_ms is not None else view.last_ms
    return start, max(start, view.ended_ms if view.ended_ms is not None else view.last_ms)


def find_bars(view: RunView) -> list[Bar]:
    """Return a run's bars in the order in which they were asked for. What is open ends with the last event."""
    _, end = find_span(view)
    bars = [*_steps(view, end), *_waits(view, end), *_hooks(view, end), *_children(view, end)]
    return sorted(bars, key=lambda bar: int(bar.id.rpartition("_")[2]))


def _steps(view: RunView, end: int) -> Iterator[Bar]:
    for step in view.steps.values():
        ended = end if step.ended_ms is None else step.ended_ms
        pieces = tuple(
            Piece(attempt.started_ms, ended if attempt.ended_ms is None else attempt.ended_ms, attempt.outcome)
            for attempt in step.attempts
        )
        name, text = short_name(step.step), describe_call(step.step, step.args)
        yield Bar(
            step.correlation_id,
            "step",
            name,
            text,
            str(step.status),
            step.created_ms,
            ended,
            pieces,
            step.ended_ms is None,
        )


def _waits(view: RunView, end: int) -> Iterator[Bar]:
    for wait in view.waits.values():
        ended = end if wait.ended_ms is None else wait.ended_ms
        text = f"until {format_time(wait.until_ms)}"
        pieces = (Piece(wait.created_ms, ended, "waiting"),)
        yield Bar(
            wait.correlation_id,
            "wait",
            "sleep",
            text,
            str(wait.status),
            wait.created_ms,
            ended,
            pieces,
            wait.ended_ms is None,
        )


def _hooks(view: RunView, end: int) -> Iterator[Bar]:
    for hook in view.hooks.values():
        ended = end if hook.ended_ms is None else hook.ended_ms
        payloads = (Piece(at_ms, at_ms, "completed") for at_ms, _ in hook.payloads)
        pieces = (Piece(hook.created_ms, ended, "waiting"), *payloads)
        text = f"{len(hook.payloads)} payloads for {hook.token}"
        yield Bar(
            hook.correlation_id,
            "hook",
            hook.kind,
            text,
            str(hook.status),
            hook.created_ms,
            ended,
            pieces,
            hook.ended_ms is None,
        )


def _children(view: RunView, end: int) -> Iterator[Bar]:
    for child in view.children.values():
        ended = end if child.ended_ms is None else child.ended_ms
        pieces = (Piece(child.created_ms, ended, str(child.status)),)
        name, text = short_name(child.workflow), f"run {child.run_id}"
        yield Bar(
            child.correlation_id,
            "child",
            name,
            text,
            str(child.status),
            child.created_ms,
            ended,
            pieces,
            child.ended_ms is None,
        )
