"""Waiting for other processes. They cannot ring here: what they leave is looked for until it is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

PATIENCE_S: Final = 60.0
PAUSE_S: Final = 0.01


def wait_until(condition: Callable[[], object], complain: Callable[[], str], patience_s: float = PATIENCE_S) -> None:
    """Return as soon as `condition` holds; fail with what `complain` says when patience is at its end.

    Between two looks the processor is left to whom one waits for: to look without a pause takes it from them. What
    happens in this process is waited for by its events, never like this.
    """
    ends = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < ends, complain()
        time.sleep(PAUSE_S)
