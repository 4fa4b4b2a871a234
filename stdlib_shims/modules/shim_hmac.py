"""`hmac`: with the algorithms that the `hashlib` face offers."""

from __future__ import annotations

import hmac
from typing import Any, Final

from stdlib_shims.modules.shim_hashlib import ALGORITHMS, Hash, compare_digest
from stdlib_shims.refusals import Refused
from stdlib_shims.tables import refuse


class HMAC(Hash):
    """A keyed hash object over a real one."""

    __slots__ = ()

    def copy(self) -> HMAC:
        return HMAC(self._real.copy())

    def __repr__(self) -> str:
        return f"<{self.name} object>"


def new(key: bytes, msg: bytes | None = None, digestmod: Any = "") -> HMAC:
    """Return a keyed hash object.

    Raises:
        Refused: `digestmod` is not an algorithm that every Python has.
    """
    made = HMAC(hmac.new(_require_key(key), None, _algorithm(digestmod)))
    if msg is not None:
        made.update(msg)
    return made


def digest(key: bytes, msg: bytes, digest: Any) -> bytes:
    """Return the keyed digest of one message. Raises as `new` does."""
    return new(key, msg, digest).digest()


def _require_key(key: Any) -> bytes | bytearray:
    if not isinstance(key, bytes | bytearray):
        raise TypeError(f"key: expected bytes or bytearray, but got {type(key).__name__!r}")
    return key


def _algorithm(digestmod: Any) -> str:
    if not digestmod:
        raise TypeError("Missing required argument 'digestmod'.")
    for name, constructor in ALGORITHMS.items():
        if digestmod is constructor or (type(digestmod) is str and digestmod.lower() == name):
            return name
    raise Refused(f"hmac with {digestmod!r}", f"choose one that every Python has: {', '.join(ALGORITHMS)}")


OFFERS: Final[dict[str, Any]] = {"new": new, "digest": digest, "compare_digest": compare_digest}

REFUSES: Final[dict[str, str]] = {
    "HMAC": "use hmac.new(...)",
    **refuse("digest_size trans_36 trans_5C", "it is the module's own"),
}
