"""Ctrl-C and SIGTERM: the first asks for an orderly end, the second one leaves at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import trio

from vm.face.cli import exits

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def taking_signals() -> Iterator[trio.Event]:
    """Yield what the first signal sets; the second one ends the process at once.

    `trio.open_signal_receiver` would need a turn of the loop between the two, and a body that computes without
    an end gives none.
    """
    first, token = trio.Event(), trio.lowlevel.current_trio_token()

    def leave(*_: object) -> None:
        os._exit(exits.INTERRUPTED)

    def note(*_: object) -> None:
        for number in SIGNALS:
            signal.signal(number, leave)
        token.run_sync_soon(first.set)

    before = {number: signal.signal(number, note) for number in SIGNALS}
    try:
        yield first
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
