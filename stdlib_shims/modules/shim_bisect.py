"""`bisect`: pure functions."""

from __future__ import annotations

import bisect
from typing import Any, Final

from stdlib_shims.tables import pick

OFFERS: Final[dict[str, Any]] = pick(bisect, "bisect bisect_left bisect_right insort insort_left insort_right")

REFUSES: Final[dict[str, str]] = {}
