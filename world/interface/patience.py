"""How long a write may wait for those of others."""

from __future__ import annotations

import threading
from typing import Final

BRIEF_MS: Final = 20


class _Haste(threading.local):
    is_on = False


_haste: Final = _Haste()


class briefly:
    """Within the block, a write of this thread waits `BRIEF_MS` for those of others, then raises `WorldBusy`.

    For threads in which other things have to go on. A world whose writes wait for nobody has nothing to do for it.
    """

    def __enter__(self) -> None:
        _haste.is_on = True

    def __exit__(self, *_: object) -> None:
        _haste.is_on = False


def is_brief() -> bool:
    """Say whether this thread is within such a block."""
    return _haste.is_on
