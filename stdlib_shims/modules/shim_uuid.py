"""`uuid`: the real class; random ids are drawn from the run's id stream."""

from __future__ import annotations

import builtins
import hashlib
import uuid
from typing import Any, Final

from stdlib_shims.run import Run
from stdlib_shims.standing import Standing
from stdlib_shims.tables import pick, refuse

_UUID4: Final = "uuid4() gives an id that is the same at every replay"

OFFERS: Final[dict[str, Any]] = pick(
    uuid,
    """
    NAMESPACE_DNS NAMESPACE_OID NAMESPACE_URL NAMESPACE_X500 RESERVED_FUTURE RESERVED_MICROSOFT RESERVED_NCS
    RFC_4122 SafeUUID
    """,
)

REFUSES: Final[dict[str, str]] = {
    "uuid1": f"it holds the machine's clock and network address; {_UUID4}",
    **refuse("Enum bytes_ int_ main", "it is the module's own"),
    "getnode": "it is the machine's network address",
    **refuse("uuid6 uuid7 uuid8", f"only newer Pythons have it, and a run must replay on all; {_UUID4}"),
    **refuse("NIL MAX", "only newer Pythons have it; write UUID(int=0) or UUID(int=2**128 - 1)"),
}


class UUID(uuid.UUID, metaclass=Standing):
    """`uuid.UUID`. Its instances are of the real class, which the boundary knows."""

    __slots__ = ()

    def __new__(cls, hex: str | None = None, bytes: Any = None, *arguments: Any, **named: Any) -> Any:
        if bytes is not None and not isinstance(bytes, builtins.bytes):
            raise TypeError("the bytes of a UUID are bytes")  # the real one asserts it, but not under -O
        return uuid.UUID(hex, bytes, *arguments, **named) if cls is UUID else object.__new__(cls)


def uuid3(namespace: uuid.UUID, name: str | bytes) -> uuid.UUID:
    """Return the id of a name, by MD5. Bytes are taken too, as newer Pythons do."""
    return _named(hashlib.md5(usedforsecurity=False), namespace, name, 3)


def uuid5(namespace: uuid.UUID, name: str | bytes) -> uuid.UUID:
    """Return the id of a name, by SHA-1. Bytes are taken too, as newer Pythons do."""
    return _named(hashlib.sha1(usedforsecurity=False), namespace, name, 5)


def _named(digest: Any, namespace: uuid.UUID, name: str | bytes, version: int) -> uuid.UUID:
    digest.update(namespace.bytes)
    digest.update(name.encode() if isinstance(name, str) else name)
    return uuid.UUID(bytes=digest.digest()[:16], version=version)


OFFERS.update(UUID=UUID, uuid3=uuid3, uuid5=uuid5)


def bind(run: Run) -> dict[str, Any]:
    """Return `uuid4`, drawn apart from the author's random numbers so that neither shifts the other."""

    def uuid4() -> uuid.UUID:
        return uuid.UUID(int=run.id_random.getrandbits(128), version=4)

    return {"uuid4": uuid4}
