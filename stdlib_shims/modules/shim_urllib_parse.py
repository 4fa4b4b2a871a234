"""`urllib.parse`: pure functions."""

from __future__ import annotations

import urllib.parse
from typing import Any, Final

from stdlib_shims.tables import pick

OFFERS: Final[dict[str, Any]] = pick(
    urllib.parse,
    """
    DefragResult DefragResultBytes ParseResult ParseResultBytes SplitResult SplitResultBytes
    parse_qs parse_qsl quote quote_from_bytes quote_plus unquote unquote_plus unquote_to_bytes urldefrag
    urlencode urljoin urlparse urlsplit urlunparse urlunsplit
    """,
)

REFUSES: Final[dict[str, str]] = {}
