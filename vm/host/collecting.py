"""How often the interpreter looks for cycles while runs are driven."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

YOUNG: Final = 50_000
"""Objects that are made before the young ones are looked through (CPython: 700, 2,000 from 3.13 on).

A run is some hundreds of objects that live as long as it does, and is freed by reference counts. With many runs
at once, every few of them set off a search through all: a third of what starting them takes, measured. So are
modules that are being imported: a command starts a twentieth sooner.
"""


@contextmanager
def collect_rarely() -> Iterator[None]:
    """Collect less often inside the block; a program that collects even less, or not at all, is left alone."""
    before = gc.get_threshold()
    if not 0 < before[0] < YOUNG:
        yield
        return
    ours = (YOUNG, *before[1:])
    gc.set_threshold(*ours)
    try:
        yield
    finally:
        if gc.get_threshold() == ours:
            gc.set_threshold(*before)
