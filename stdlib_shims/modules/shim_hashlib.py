"""`hashlib`: the constructors that every Python has, by name. `new` knows the same ones and no others."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, Final

from stdlib_shims.refusals import Refused
from stdlib_shims.tables import pick, refuse

ALGORITHMS: Final[dict[str, Any]] = pick(
    hashlib,
    "blake2b blake2s md5 sha1 sha224 sha256 sha384 sha3_224 sha3_256 sha3_384 sha3_512 sha512",
)


def new(name: str, data: Any = b"", *, usedforsecurity: bool = True) -> Any:
    """Return a hash object by the name of its algorithm.

    Raises:
        Refused: Not every Python has the algorithm.
    """
    constructor = ALGORITHMS.get(name) if type(name) is str else None
    if constructor is None:
        raise Refused(f"the hash {name!r}", f"choose one that every Python has: {', '.join(ALGORITHMS)}")
    return constructor(data, usedforsecurity=usedforsecurity)


OFFERS: Final[dict[str, Any]] = {**ALGORITHMS, "new": new, "compare_digest": hmac.compare_digest}

REFUSES: Final[dict[str, str]] = {
    **refuse("pbkdf2_hmac scrypt", "it is slow on purpose; derive keys inside a step"),
    **refuse("shake_128 shake_256", "its digest has any length that is asked for; use sha3_256 or blake2b"),
    **refuse("algorithms_available algorithms_guaranteed", "it differs between machines"),
    "file_digest": "it reads a file; do that inside a step",
}
