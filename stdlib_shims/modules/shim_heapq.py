"""`heapq`: pure functions."""

from __future__ import annotations

import heapq
from typing import Any, Final

from stdlib_shims.tables import pick, refuse

OFFERS: Final[dict[str, Any]] = pick(heapq, "heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest")

REFUSES: Final[dict[str, str]] = refuse(
    "heapify_max heappop_max heappush_max heappushpop_max heapreplace_max",
    "only newer Pythons have it, and a run must replay on all; push negated keys instead",
)
