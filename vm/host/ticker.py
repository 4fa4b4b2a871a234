"""Something that is done again and again in a thread of its own, whatever the loop is busy with."""

from __future__ import annotations

import threading
from collections.abc import Callable

import trio

Tell = Callable[..., None]
"""Calls a function in the loop, soon."""

Tick = Callable[[Tell], float]
"""Does it once; returns after how many seconds to do it again."""


class Ticker:
    """Calls `tick` until it is stopped, the first time after `pause_s`."""

    def __init__(self, name: str, tick: Tick, pause_s: float) -> None:
        self._name = name
        self._tick = tick
        self._pause_s = pause_s
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin. Called in the loop that is to be told."""
        token = trio.lowlevel.current_trio_token()
        self._thread = threading.Thread(target=self._run, args=(token,), name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Begin no more. Returns when the last tick is over."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, token: trio.lowlevel.TrioToken) -> None:
        pause_s = self._pause_s
        while not self._stopped.wait(pause_s):
            try:
                pause_s = self._tick(token.run_sync_soon)
            except trio.RunFinishedError:
                return  # nobody is left to be told
