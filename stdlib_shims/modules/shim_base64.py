"""`base64`: pure functions."""

from __future__ import annotations

import base64
from typing import Any, Final

from stdlib_shims.paying import by_size
from stdlib_shims.tables import pick, refuse

OFFERS: Final[dict[str, Any]] = pick(
    base64,
    """
    a85decode a85encode b16decode b16encode b32encode b32hexdecode b32hexencode b85decode b85encode decodebytes
    encodebytes standard_b64decode standard_b64encode urlsafe_b64decode urlsafe_b64encode
    """,
)

REFUSES: Final[dict[str, str]] = {
    **refuse("decode encode", "it works on files; use b64decode and b64encode"),
    **refuse("z85decode z85encode", "only newer Pythons have it, and a run must replay on all; use b85encode"),
}


def b64encode(s: bytes, altchars: bytes | None = None) -> bytes:
    """Return bytes in base 64. `altchars` are what stands for + and /; the real one only asserts that they are two."""
    return base64.b64encode(s, _require_length("altchars", altchars, 2))


def b64decode(s: str | bytes, altchars: str | bytes | None = None, validate: bool = False) -> bytes:
    """Return the bytes that base 64 stands for. Raises binascii.Error."""
    return base64.b64decode(s, _require_length("altchars", altchars, 2), validate)


def b32decode(s: str | bytes, casefold: bool = False, map01: str | bytes | None = None) -> bytes:
    """Return the bytes that base 32 stands for. Raises binascii.Error."""
    return base64.b32decode(s, casefold, _require_length("map01", map01, 1))


def _require_length(name: str, given: Any, length: int) -> Any:
    """Give back what is of the right length: under -O the real functions do not look."""
    if given is not None and len(given) != length:
        raise ValueError(f"invalid {name}: {given!r}")
    return given


OFFERS.update(b32decode=b32decode, b64decode=b64decode, b64encode=b64encode)
OFFERS.update(by_size(OFFERS, 5))
