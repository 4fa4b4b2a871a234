"""`base64`: pure functions."""

from __future__ import annotations

import base64
from typing import Any, Final

from stdlib_shims.tables import pick, refuse

OFFERS: Final[dict[str, Any]] = pick(
    base64,
    """
    a85decode a85encode b16decode b16encode b32decode b32encode b32hexdecode b32hexencode b64decode b64encode
    b85decode b85encode decodebytes encodebytes standard_b64decode standard_b64encode urlsafe_b64decode
    urlsafe_b64encode
    """,
)

REFUSES: Final[dict[str, str]] = {
    **refuse("decode encode", "it works on files; use b64decode and b64encode"),
    **refuse("z85decode z85encode", "only newer Pythons have it, and a run must replay on all; use b85encode"),
}
