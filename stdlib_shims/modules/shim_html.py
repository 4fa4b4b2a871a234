"""`html`: pure functions."""

from __future__ import annotations

import html
from typing import Any, Final

OFFERS: Final[dict[str, Any]] = {"escape": html.escape, "unescape": html.unescape}

REFUSES: Final[dict[str, str]] = {}
