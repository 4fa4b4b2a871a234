"""A run as a view folded from its journal: steps with their attempts, waits, hooks, children, log lines, the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import field
from typing import Any, Final, TypeVar

from vm.core import events
from vm.core.codec import plain
from vm.core.events import Encoded, Event
from vm.core.frozen import record
from vm.core.lifecycle import (
    CHILD_LIFECYCLE,
    HOOK_LIFECYCLE,
    RUN_LIFECYCLE,
    STEP_LIFECYCLE,
    WAIT_LIFECYCLE,
    ChildStatus,
    HookStatus,
    RunStatus,
)
from vm.core.traces import Frame
from vm.errors import IllegalEvent
from vm.inspect.views import AttemptView, ChildView, HookView, LogView, StepView, WaitView

_Status = TypeVar("_Status")


@record
class RunView:
    """A run as its journal tells it. `take` folds one more event in; events come in journal order.

    `header` is the `run_created` event. Times are logical, in milliseconds since the epoch. `trace` is
    where the body raised, outermost frame first. `cancel` is the last request to end it (its mode and reason),
    `next` the run that goes on where this one ended. `upgrades` are the bundles that it was moved to, with when.
    """

    header: events.RunCreated | None = None
    status: RunStatus = RunStatus.PENDING
    started_ms: int | None = None
    ended_ms: int | None = None
    output: Encoded | None = None
    error: Encoded | None = None
    trace: tuple[Frame, ...] = ()
    event_count: int = 0
    last_ms: int = 0
    steps: dict[str, StepView] = field(default_factory=dict)
    waits: dict[str, WaitView] = field(default_factory=dict)
    hooks: dict[str, HookView] = field(default_factory=dict)
    children: dict[str, ChildView] = field(default_factory=dict)
    logs: list[LogView] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    patches: list[str] = field(default_factory=list)
    upgrades: list[tuple[int, str]] = field(default_factory=list)
    cancel: tuple[str, str | None] | None = None
    next: str | None = None
    _open_steps: dict[str, StepView] = field(default_factory=dict)
    _open_waits: dict[str, WaitView] = field(default_factory=dict)

    def take(self, event: Event, notes: str | None = None) -> None:
        """Fold one event in. `notes` is the JSON text that stands beside it in the journal.

        Raises:
            IllegalEvent: The event does not fit where the run, the step or the wait stands.
        """
        _FOLD[type(event)](self, event, _read_trace(notes))
        self.event_count += 1
        self.last_ms = event.at_ms

    @property
    def duration_ms(self) -> int | None:
        """From start to end; None until the run has ended."""
        if self.started_ms is None or self.ended_ms is None:
            return None
        return self.ended_ms - self.started_ms

    def open_steps(self) -> list[StepView]:
        """Return the steps that have not ended, in the order in which they were asked for."""
        return list(self._open_steps.values())

    def open_waits(self) -> list[WaitView]:
        """Return the sleeps that have not ended, in the order in which they began."""
        return list(self._open_waits.values())

    def open_hooks(self) -> list[HookView]:
        """Return the hooks that take payloads, in the order in which they were opened."""
        return [hook for hook in self.hooks.values() if hook.status is HookStatus.OPEN]

    def open_children(self) -> list[ChildView]:
        """Return the children whose end is not known, in the order in which they were started."""
        return [child for child in self.children.values() if child.ended_ms is None]


def fold_run(rows: Iterable[tuple[Event, str | None]]) -> RunView:
    """Return the view of a journal, given as (event, notes) in order. Raises as `RunView.take`."""
    view = RunView()
    for event, notes in rows:
        view.take(event, notes)
    return view


def _read_trace(notes: str | None) -> tuple[Frame, ...]:
    if notes is None:
        return ()
    return tuple((str(file), int(line), str(function)) for file, line, function in json.loads(notes).get("trace", ()))


def _move(table: dict[tuple[_Status | None, str], _Status], status: _Status | None, event: Event, who: str) -> _Status:
    after = table.get((status, event.type))
    if after is None:
        raise IllegalEvent(event.type, who, None if status is None else str(status))
    return after


def _find_step(view: RunView, event: Any) -> StepView:
    step = view.steps.get(event.correlation_id)
    if step is None:
        raise IllegalEvent(event.type, event.correlation_id, None)
    step.status = _move(STEP_LIFECYCLE, step.status, event, event.correlation_id)
    return step


def _end_step(view: RunView, event: Any) -> StepView:
    step = _find_step(view, event)
    step.ended_ms = event.at_ms
    del view._open_steps[event.correlation_id]
    return step


def _end_attempt(step: StepView, at_ms: int, outcome: str) -> AttemptView | None:
    """Close the attempt that is running, if one is (a step may end between two attempts)."""
    if not step.attempts or step.attempts[-1].ended_ms is not None:
        return None
    attempt = step.attempts[-1]
    attempt.ended_ms, attempt.outcome = at_ms, outcome
    return attempt


def _fail_attempt(step: StepView, at_ms: int, error: Encoded, trace: tuple[Frame, ...]) -> AttemptView | None:
    attempt = _end_attempt(step, at_ms, "failed")
    if attempt is not None:
        attempt.error, attempt.trace = error, trace
    return attempt


def _run_created(view: RunView, event: events.RunCreated, _: Any) -> None:
    view.status = _move(RUN_LIFECYCLE, None, event, f"run {event.run_id}")
    view.header = event


def _run_started(view: RunView, event: events.RunStarted, _: Any) -> None:
    view.status = _move(RUN_LIFECYCLE, view.status, event, "the run")
    view.started_ms = event.at_ms


def _run_completed(view: RunView, event: events.RunCompleted, _: Any) -> None:
    view.status = _move(RUN_LIFECYCLE, view.status, event, "the run")
    view.output, view.ended_ms = event.output, event.at_ms


def _run_failed(view: RunView, event: events.RunFailed, trace: tuple[Frame, ...]) -> None:
    view.status = _move(RUN_LIFECYCLE, view.status, event, "the run")
    view.error, view.ended_ms, view.trace = event.error, event.at_ms, trace


def _step_created(view: RunView, event: events.StepCreated, _: Any) -> None:
    status = _move(STEP_LIFECYCLE, None, event, event.correlation_id)
    step = StepView(event.correlation_id, event.step, event.args, event.at_ms, status)
    view.steps[event.correlation_id] = view._open_steps[event.correlation_id] = step


def _step_started(view: RunView, event: events.StepStarted, _: Any) -> None:
    _find_step(view, event).attempts.append(AttemptView(event.attempt, event.at_ms))


def _step_retrying(view: RunView, event: events.StepRetrying, trace: tuple[Frame, ...]) -> None:
    attempt = _fail_attempt(_find_step(view, event), event.at_ms, event.error, trace)
    if attempt is not None:
        attempt.retry_at_ms = event.retry_at_ms


def _step_completed(view: RunView, event: events.StepCompleted, _: Any) -> None:
    step = _end_step(view, event)
    _end_attempt(step, event.at_ms, "completed")
    step.result = event.result


def _step_failed(view: RunView, event: events.StepFailed, trace: tuple[Frame, ...]) -> None:
    step = _end_step(view, event)
    _fail_attempt(step, event.at_ms, event.error, trace)
    step.error, step.trace = event.error, trace


def _step_cancelled(view: RunView, event: events.StepCancelled, _: Any) -> None:
    _end_attempt(_end_step(view, event), event.at_ms, "cancelled")


def _wait_created(view: RunView, event: events.WaitCreated, _: Any) -> None:
    status = _move(WAIT_LIFECYCLE, None, event, event.correlation_id)
    wait = WaitView(event.correlation_id, event.until_ms, event.at_ms, status)
    view.waits[event.correlation_id] = view._open_waits[event.correlation_id] = wait


def _wait_ended(view: RunView, event: Any, _: Any) -> None:
    wait = view.waits.get(event.correlation_id)
    if wait is None:
        raise IllegalEvent(event.type, event.correlation_id, None)
    wait.status = _move(WAIT_LIFECYCLE, wait.status, event, event.correlation_id)
    wait.ended_ms = event.at_ms
    del view._open_waits[event.correlation_id]


def _log_written(view: RunView, event: events.LogWritten, _: Any) -> None:
    view.logs.append(LogView(event.at_ms, event.level, event.text))


def _hook_created(view: RunView, event: events.HookCreated, _: Any) -> None:
    status = _move(HOOK_LIFECYCLE, None, event, event.correlation_id)
    view.hooks[event.correlation_id] = HookView(
        event.correlation_id, event.token, event.kind, event.at_ms, status, event.metadata
    )


def _find_hook(view: RunView, event: Any) -> HookView:
    hook = view.hooks.get(event.correlation_id)
    if hook is None:
        raise IllegalEvent(event.type, event.correlation_id, None)
    hook.status = _move(HOOK_LIFECYCLE, hook.status, event, event.correlation_id)
    return hook


def _hook_received(view: RunView, event: events.HookReceived, _: Any) -> None:
    _find_hook(view, event).payloads.append((event.at_ms, event.payload))


def _hook_conflict(view: RunView, event: events.HookConflict, _: Any) -> None:
    hook = _find_hook(view, event)
    hook.ended_ms, hook.owner = event.at_ms, event.owner


def _hook_disposed(view: RunView, event: events.HookDisposed, _: Any) -> None:
    _find_hook(view, event).ended_ms = event.at_ms


def _child_created(view: RunView, event: events.ChildCreated, _: Any) -> None:
    status = _move(CHILD_LIFECYCLE, None, event, event.correlation_id)
    view.children[event.correlation_id] = ChildView(
        event.correlation_id, event.child, event.workflow, event.input, event.at_ms, status
    )


def _move_child(view: RunView, event: Any, _: Any) -> None:
    child = view.children.get(event.correlation_id)
    if child is None:
        raise IllegalEvent(event.type, event.correlation_id, None)
    child.status = _move(CHILD_LIFECYCLE, child.status, event, event.correlation_id)
    if child.status is not ChildStatus.CANCELLING:
        child.ended_ms = event.at_ms
    child.result, child.error = getattr(event, "result", None), getattr(event, "error", None)


def _cancel_requested(view: RunView, event: events.CancelRequested, _: Any) -> None:
    view.status = _move(RUN_LIFECYCLE, view.status, event, "the run")
    view.cancel = event.mode, event.reason


def _run_cancelled(view: RunView, event: events.RunCancelled, trace: tuple[Frame, ...]) -> None:
    view.status = _move(RUN_LIFECYCLE, view.status, event, "the run")
    view.output, view.error, view.trace, view.ended_ms = event.output, event.error, trace, event.at_ms


def _run_continued(view: RunView, event: events.RunContinued, _: Any) -> None:
    view.status = _move(RUN_LIFECYCLE, view.status, event, "the run")
    view.next, view.ended_ms = event.next, event.at_ms


def _attributes_set(view: RunView, event: events.AttributesSet, _: Any) -> None:
    for name, value in plain(event.attributes).items():
        if value is None:
            view.attributes.pop(name, None)
        else:
            view.attributes[name] = value


def _patch_marked(view: RunView, event: events.PatchMarked, _: Any) -> None:
    view.patches.append(event.patch)


def _run_upgraded(view: RunView, event: events.RunUpgraded, _: Any) -> None:
    view.status = _move(RUN_LIFECYCLE, view.status, event, "the run")
    view.upgrades.append((event.at_ms, event.bundle))


_FOLD: Final[dict[type[Event], Callable[[RunView, Any, tuple[Frame, ...]], None]]] = {
    events.RunCreated: _run_created,
    events.RunStarted: _run_started,
    events.RunCompleted: _run_completed,
    events.RunFailed: _run_failed,
    events.StepCreated: _step_created,
    events.StepStarted: _step_started,
    events.StepRetrying: _step_retrying,
    events.StepCompleted: _step_completed,
    events.StepFailed: _step_failed,
    events.StepCancelled: _step_cancelled,
    events.WaitCreated: _wait_created,
    events.WaitCompleted: _wait_ended,
    events.WaitCancelled: _wait_ended,
    events.LogWritten: _log_written,
    events.HookCreated: _hook_created,
    events.HookReceived: _hook_received,
    events.HookConflict: _hook_conflict,
    events.HookDisposed: _hook_disposed,
    events.ChildCreated: _child_created,
    events.ChildCancelRequested: _move_child,
    events.ChildCompleted: _move_child,
    events.ChildFailed: _move_child,
    events.ChildCancelled: _move_child,
    events.CancelRequested: _cancel_requested,
    events.RunCancelled: _run_cancelled,
    events.RunContinued: _run_continued,
    events.AttributesSet: _attributes_set,
    events.PatchMarked: _patch_marked,
    events.RunUpgraded: _run_upgraded,
}
