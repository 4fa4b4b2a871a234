"""`hmac`: with the algorithms that the `hashlib` face offers."""

from __future__ import annotations

import hmac
from typing import Any, Final

from stdlib_shims.modules.shim_hashlib import ALGORITHMS
from stdlib_shims.refusals import Refused
from stdlib_shims.tables import refuse


def new(key: Any, msg: Any = None, digestmod: Any = "") -> Any:
    """Return a keyed hash object.

    Raises:
        Refused: `digestmod` is not an algorithm that every Python has.
    """
    return hmac.new(key, msg, _algorithm(digestmod))


def digest(key: Any, msg: Any, digest: Any) -> bytes:
    """Return the keyed digest of one message. Raises as `new` does."""
    return hmac.digest(key, msg, _algorithm(digest))


def _algorithm(digestmod: Any) -> str:
    for name, constructor in ALGORITHMS.items():
        if digestmod is constructor or (type(digestmod) is str and digestmod.lower() == name):
            return name
    raise Refused(f"hmac with {digestmod!r}", f"choose one that every Python has: {', '.join(ALGORITHMS)}")


OFFERS: Final[dict[str, Any]] = {"new": new, "digest": digest, "compare_digest": hmac.compare_digest}

REFUSES: Final[dict[str, str]] = {
    "HMAC": "use hmac.new(...)",
    **refuse("digest_size trans_36 trans_5C", "it is the module's own"),
}
