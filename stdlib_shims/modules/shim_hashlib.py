"""`hashlib`: the algorithms that every Python has. `new` knows the same ones and no others.

A hash object is ours: the real one's class, and how it shows itself, tell with which library the Python was built.
No algorithm is asked for "security", so that one that forbids MD5 for it gives the same digests as the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Final

from stdlib_shims.refusals import Refused
from stdlib_shims.tables import refuse, words

PLAIN: Final = words("md5 sha1 sha224 sha256 sha384 sha3_224 sha3_256 sha3_384 sha3_512 sha512")
KEYED: Final = words("blake2b blake2s")


class Hash:
    """A hash object over a real one."""

    __slots__ = ("_real",)

    def __init__(self, real: Any) -> None:
        self._real = real

    @property
    def name(self) -> str:
        found: str = self._real.name
        return found

    @property
    def digest_size(self) -> int:
        found: int = self._real.digest_size
        return found

    @property
    def block_size(self) -> int:
        found: int = self._real.block_size
        return found

    def update(self, data: bytes | bytearray, /) -> None:
        self._real.update(require_bytes(data))

    def digest(self) -> bytes:
        found: bytes = self._real.digest()
        return found

    def hexdigest(self) -> str:
        found: str = self._real.hexdigest()
        return found

    def copy(self) -> Hash:
        return Hash(self._real.copy())

    def __repr__(self) -> str:
        return f"<{self.name} hash object>"


def require_bytes(data: Any) -> bytes | bytearray:
    """Give back bytes. Raises TypeError for anything else, in words of one Python."""
    if isinstance(data, str):
        raise TypeError("Strings must be encoded before hashing")
    if not isinstance(data, bytes | bytearray):
        raise TypeError("object supporting the buffer API required")
    return data


def _make(name: str) -> Callable[..., Hash]:
    def make(data: bytes = b"", *, usedforsecurity: bool = True, string: bytes | None = None) -> Hash:
        given = data if string is None else string
        return Hash(hashlib.new(name, require_bytes(given), usedforsecurity=False))

    return _named(make, name)


def _make_keyed(name: str) -> Callable[..., Hash]:
    def make(data: bytes = b"", /, *, usedforsecurity: bool = True, **options: Any) -> Hash:
        return Hash(getattr(hashlib, name)(require_bytes(data), usedforsecurity=False, **options))

    return _named(make, name)


def _named(make: Callable[..., Hash], name: str) -> Callable[..., Hash]:
    make.__name__ = make.__qualname__ = name
    make.__doc__ = f"Return a hash object for {name}. It gives the same digest, whatever it is used for."
    return make


ALGORITHMS: Final[dict[str, Callable[..., Hash]]] = {
    **{name: _make(name) for name in PLAIN},
    **{name: _make_keyed(name) for name in KEYED},
}


def new(name: str, data: bytes = b"", *, usedforsecurity: bool = True, **options: Any) -> Hash:
    """Return a hash object by the name of its algorithm.

    Raises:
        Refused: Not every Python has the algorithm.
    """
    constructor = ALGORITHMS.get(name) if type(name) is str else None
    if constructor is None:
        raise Refused(f"the hash {name!r}", f"choose one that every Python has: {', '.join(ALGORITHMS)}")
    return constructor(data, **options)


def compare_digest(a: str | bytes, b: str | bytes, /) -> bool:
    """Tell whether two digests are equal. Nobody outside can time a workflow, so the work may depend on them."""
    if isinstance(a, str) and isinstance(b, str):
        if not (a.isascii() and b.isascii()):
            raise TypeError("comparing strings with non-ASCII characters is not supported")
    elif not (isinstance(a, bytes | bytearray) and isinstance(b, bytes | bytearray)):
        kinds = f"'{type(a).__name__}' and '{type(b).__name__}'"
        raise TypeError(f"unsupported operand types(s) or combination of types: {kinds}")
    return a == b


OFFERS: Final[dict[str, Any]] = {**ALGORITHMS, "new": new, "compare_digest": compare_digest}

REFUSES: Final[dict[str, str]] = {
    **refuse("pbkdf2_hmac scrypt", "it is slow on purpose; derive keys inside a step"),
    **refuse("shake_128 shake_256", "its digest has any length that is asked for; use sha3_256 or blake2b"),
    **refuse("algorithms_available algorithms_guaranteed", "it differs between machines"),
    "file_digest": "it reads a file; do that inside a step",
}
