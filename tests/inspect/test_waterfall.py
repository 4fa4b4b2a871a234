"""A run's bars."""

from __future__ import annotations

import io

import pytest

from vm.core import events
from vm.core.codec import encode
from vm.core.events import Encoded
from vm.face.cli.screen import Screen
from vm.face.cli.text import plain_text
from vm.face.cli.timeline import timeline_lines
from vm.inspect.fold import RunView, fold_run
from vm.inspect.waterfall import Piece, find_bars, find_span

T0 = 946_684_800_000
NO_ARGS = Encoded('{"$tuple":[[],{}]}')
CREATED = {"correlation_id": "step_1", "step": "step//a.py//charge_the_card_of_somebody", "args": NO_ARGS}


def journal() -> RunView:
    error = encode(ConnectionError("refused"))
    header = events.RunCreated(
        at_ms=T0,
        journal_version=1,
        run_id="r",
        workflow="workflow//a.py//main",
        bundle="",
        policy=1,
        seed="",
        input=NO_ARGS,
    )
    return fold_run(
        (event, None)
        for event in (
            header,
            events.RunStarted(at_ms=T0),
            events.StepCreated(at_ms=T0, **CREATED),
            events.StepStarted(at_ms=T0, correlation_id="step_1", attempt=1),
            events.HookCreated(at_ms=T0, correlation_id="hook_2", token="t"),
            events.StepRetrying(at_ms=T0 + 100, correlation_id="step_1", attempt=1, retry_at_ms=T0 + 900, error=error),
            events.HookReceived(at_ms=T0 + 200, correlation_id="hook_2", payload=encode(1)),
            events.StepStarted(at_ms=T0 + 900, correlation_id="step_1", attempt=2),
            events.StepCompleted(at_ms=T0 + 1000, correlation_id="step_1", result=encode(1)),
            events.WaitCreated(at_ms=T0 + 1000, correlation_id="wait_3", until_ms=T0 + 9000),
        )
    )


def test_bars_stand_in_the_order_of_asking_and_have_their_attempts() -> None:
    view = journal()
    bars = find_bars(view)
    assert [(bar.id, bar.kind, bar.status) for bar in bars] == [
        ("step_1", "step", "completed"),
        ("hook_2", "hook", "open"),
        ("wait_3", "wait", "waiting"),
    ]
    assert bars[0].pieces == (Piece(T0, T0 + 100, "failed"), Piece(T0 + 900, T0 + 1000, "completed"))
    assert bars[1].pieces[1] == Piece(T0 + 200, T0 + 200, "completed")
    assert [bar.took for bar in bars] == ["1s", "open", "open"]
    assert find_span(view) == (T0, T0 + 1000)


def test_bars_are_drawn_to_scale() -> None:
    step, hook, wait = plain_text(timeline_lines(journal(), Screen())).splitlines()
    assert step.startswith("step_1  charge_the_card_of_some…    1s  ▒▒")
    bar = step.split("1s  ")[1]
    assert (bar[0], bar[len(bar) // 2], bar[-1]) == ("▒", "·", "█")
    assert "█" in hook
    assert wait.endswith("░")
    assert len(wait) == len(step)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("width", "has_bars"), [(160, True), (80, True), (40, False)])
def test_bars_fit_the_screen_and_are_left_out_where_there_is_no_room(
    width: int, has_bars: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", str(width))
    rows = plain_text(timeline_lines(journal(), Screen())).splitlines()
    assert max(map(len, rows)) <= width
    assert ("█" in rows[0]) is has_bars


def test_run_without_anything_has_no_bars() -> None:
    assert timeline_lines(RunView(), Screen()) == []
