"""`heapq`: pure functions."""

from __future__ import annotations

import heapq
from typing import Any, Final

from stdlib_shims.paying import by_order
from stdlib_shims.tables import pick, refuse

OFFERS: Final[dict[str, Any]] = {
    **by_order(pick(heapq, "heappop heappush heappushpop heapreplace"), 20),
    **by_order(pick(heapq, "heapify merge nlargest nsmallest"), 3),
}

REFUSES: Final[dict[str, str]] = refuse(
    "heapify_max heappop_max heappush_max heappushpop_max heapreplace_max",
    "only newer Pythons have it, and a run must replay on all; push negated keys instead",
)
