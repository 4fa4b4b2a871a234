"""The live view of a run on a terminal: what has ended scrolls by, what is open stands below and moves."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from rich.console import Console, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from vm.core.describe import format_time
from vm.core.durations import format_ms
from vm.core.events import Event
from vm.core.lifecycle import StepStatus
from vm.face.cli.narrate import call_of, narrate
from vm.face.cli.progress import is_news
from vm.face.cli.text import Line, safe
from vm.inspect.fold import RunView
from vm.inspect.views import StepView

MOST_OPEN: Final = 12  # rows of the live region, so that it fits any window; more are counted


class LiveStage:
    """Shows a run's progress with rich. What steps print while it is open appears above it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._spinner = Spinner("dots")
        self._began: dict[tuple[str, int], float] = {}
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._live.start()

    def tell(self, view: RunView, event: Event) -> None:
        # Printing repaints what is below, and the next tick does so anyway: no event costs a repaint of its own.
        self._live.update(self._render(view))
        if is_news(event):
            self.say(narrate(view, event))

    def say(self, rows: Sequence[Line]) -> None:
        for row in rows:
            self._console.print(Text.assemble(*row))

    def refresh(self, view: RunView) -> None:
        self._live.update(self._render(view), refresh=True)

    def close(self) -> None:
        self._live.update(Text(""), refresh=True)
        self._live.stop()

    def _render(self, view: RunView) -> RenderableType:
        steps = view.open_steps()
        rows = [self._step_text(view, step) for step in steps[:MOST_OPEN]]
        others = [_row(wait.correlation_id, f"sleeps until {format_time(wait.until_ms)}") for wait in view.open_waits()]
        others += [_row(hook.correlation_id, f"waits for a payload: token {hook.token}") for hook in view.open_hooks()]
        others += [_row(child.correlation_id, f"waits for run {child.run_id}") for child in view.open_children()]
        hidden = len(steps) + len(others) - MOST_OPEN
        rows += others
        if hidden > 0:
            rows = [*rows[:MOST_OPEN], Text(f"and {hidden} more", style="dim")]
        if not rows:
            return Text("")
        self._spinner.update(text=Text("\n  ").join(rows))
        return self._spinner

    def _step_text(self, view: RunView, step: StepView) -> Text:
        call = call_of(view, step.correlation_id)
        if step.status is StepStatus.RUNNING:
            number = len(step.attempts)
            began = self._began.setdefault((step.correlation_id, number), time.monotonic())
            attempt = f"  attempt {number}" if number > 1 else ""
            took = format_ms(int((time.monotonic() - began) * 10) * 100)
            return _row(step.correlation_id, f"{call}{attempt}  {took}")
        if step.attempts:
            due = step.attempts[-1].retry_at_ms or 0
            return _row(step.correlation_id, f"{call}  next attempt at {format_time(due)}")
        return _row(step.correlation_id, f"{call}  is about to start")


def _row(correlation_id: str, text: str) -> Text:
    return Text(f"{correlation_id:8}  {safe(text)}", overflow="fold")
