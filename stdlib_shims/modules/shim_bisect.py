"""`bisect`: pure functions."""

from __future__ import annotations

import bisect
from typing import Any, Final

from stdlib_shims.paying import by_order
from stdlib_shims.tables import pick

OFFERS: Final[dict[str, Any]] = {
    **by_order(pick(bisect, "bisect_left bisect_right"), 20),
    **by_order(pick(bisect, "insort_left insort_right"), 12),
}
OFFERS.update(bisect=OFFERS["bisect_right"], insort=OFFERS["insort_right"])

REFUSES: Final[dict[str, str]] = {}
