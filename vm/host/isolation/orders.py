"""What a host tells its zygote, and what that answers."""

from __future__ import annotations

import struct
from typing import Final

ORDER: Final = struct.Struct("!cII")
"""What to do, and two numbers."""

FORK, END, DROP = b"F", b"E", b"D"
"""Fork, with so many MiB of memory and seconds of time; end a process and say how it was; end it and say nothing."""

READY: Final = b"ready"
FORKED: Final = struct.Struct("!I")
"""The number of the process."""

ENDED: Final = struct.Struct("!i")
"""How it was, as the kernel says it."""

UNKNOWN: Final = -1
"""In place of that: it is no process of this zygote's."""
