"""`html`: pure functions."""

from __future__ import annotations

import html
from typing import Any, Final

from stdlib_shims.paying import by_size

OFFERS: Final[dict[str, Any]] = by_size({"escape": html.escape, "unescape": html.unescape}, 5)

REFUSES: Final[dict[str, str]] = {}
