"""What the steps of a case have noted, in the order in which they did. Emptied before each case."""

from __future__ import annotations

from typing import Any, Final

SEEN: Final[list[Any]] = []
