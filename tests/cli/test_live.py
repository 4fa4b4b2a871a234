"""The live view on a terminal, rendered to text."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from vm.core import events
from vm.core.codec import encode
from vm.core.events import Encoded, Event
from vm.face.cli.live import MOST_OPEN, LiveStage
from vm.face.cli.text import line
from vm.inspect.fold import RunView

T0 = 946_684_800_000
ARGS = Encoded('{"$tuple":[[7],{}]}')


class Terminal:
    """A live stage on a terminal of 80 columns, and what was written to it."""

    def __init__(self) -> None:
        self._file = io.StringIO()
        self.stage = LiveStage(Console(file=self._file, force_terminal=True, width=80, height=40))
        self.view = RunView()

    def take(self, *found: Event) -> None:
        for event in found:
            self.view.take(event)
            self.stage.tell(self.view, event)

    def painted(self) -> str:
        """Return what the next repaint writes."""
        before = len(self._file.getvalue())
        self.stage.refresh(self.view)
        return self._file.getvalue()[before:]

    def written(self) -> str:
        return self._file.getvalue()


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


def created(number: int) -> events.StepCreated:
    return events.StepCreated(at_ms=T0, correlation_id=f"step_{number}", step="step//a.py//work", args=ARGS)


def test_live_view_shows_what_is_open_and_forgets_what_has_ended(terminal: Terminal) -> None:
    terminal.take(created(1))
    assert "work(7)  is about to start" in terminal.painted()
    terminal.take(events.StepStarted(at_ms=T0, correlation_id="step_1", attempt=1))
    assert "step_1    work(7)  0ms" in terminal.painted()
    retry = events.StepRetrying(
        at_ms=T0, correlation_id="step_1", attempt=1, retry_at_ms=T0 + 5, error=encode(ValueError("busy"))
    )
    terminal.take(retry)
    assert "next attempt at 2000-01-01T00:00:00.005Z" in terminal.painted()
    terminal.take(events.StepStarted(at_ms=T0, correlation_id="step_1", attempt=2))
    assert "attempt 2" in terminal.painted()
    terminal.take(events.StepCompleted(at_ms=T0 + 9, correlation_id="step_1", result=encode(1)))
    assert "step_1" not in terminal.painted()
    assert "at attempt 2 in 9ms" in terminal.written()
    terminal.stage.close()


def test_live_view_shows_sleeps_with_their_due_time(terminal: Terminal) -> None:
    terminal.take(events.WaitCreated(at_ms=T0, correlation_id="wait_1", until_ms=T0 + 60_000))
    assert "wait_1    sleeps until 2000-01-01T00:01:00.000Z" in terminal.painted()
    terminal.stage.close()


def test_live_view_stays_small_and_counts_the_rest(terminal: Terminal) -> None:
    terminal.take(*(created(number) for number in range(MOST_OPEN + 30)))
    painted = terminal.painted()
    assert painted.count("work(7)") == MOST_OPEN
    assert "and 30 more" in painted
    terminal.stage.close()


def test_live_view_leaves_an_empty_line_behind_at_most(terminal: Terminal) -> None:
    terminal.take(created(1))
    terminal.stage.say([line("a word")])
    terminal.stage.close()
    assert "a word" in terminal.written()
    assert "is about to start" not in terminal.written().rpartition("a word")[2].rpartition("\x1b[2K")[2]


def test_live_view_shows_hooks_and_children_until_they_end(terminal: Terminal) -> None:
    hook = events.HookCreated(at_ms=T0, correlation_id="hook_1", token="order-7")
    child = events.ChildCreated(
        at_ms=T0, correlation_id="child_2", child="r.2", workflow="workflow//a.py//p", on_close="cancel", input=ARGS
    )
    terminal.take(hook, child)
    painted = terminal.painted()
    assert "waits for a payload: token order-7" in painted
    assert "waits for run r.2" in painted
    terminal.take(
        events.HookDisposed(at_ms=T0, correlation_id="hook_1"),
        events.ChildCompleted(at_ms=T0, correlation_id="child_2", result=encode(1)),
    )
    assert "waits for" not in terminal.painted()
