"""Default representations show where in memory a thing lies: another place in each process."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(" at 0x[0-9A-Fa-f]+")


def without_addresses(text: str) -> str:
    """Cut ` at 0x7f...` out of a text."""
    return _ADDRESS.sub("", text) if " at 0x" in text else text
