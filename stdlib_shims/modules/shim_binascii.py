"""`binascii`: pure functions."""

from __future__ import annotations

import binascii
from typing import Any, Final

from stdlib_shims.tables import pick

OFFERS: Final[dict[str, Any]] = pick(
    binascii,
    """
    Error Incomplete a2b_base64 a2b_hex a2b_qp a2b_uu b2a_base64 b2a_hex b2a_qp b2a_uu crc32 crc_hqx hexlify
    unhexlify
    """,
)

REFUSES: Final[dict[str, str]] = {}
