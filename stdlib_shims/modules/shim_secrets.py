"""`secrets`: drawn from the run's id stream, so that a replay gives the same tokens.

They are unique, and nobody without the run's seed can guess them; but the seed stands in the world, and
whoever reads it can. A credential is made inside a step, where `secrets` is the real one.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, Final

from stdlib_shims.modules.shim_hashlib import compare_digest
from stdlib_shims.modules.shim_random import getrandbits, randbytes, randrange
from stdlib_shims.run import Run

_DEFAULT_BYTES: Final = 32

OFFERS: Final[dict[str, Any]] = {"DEFAULT_ENTROPY": _DEFAULT_BYTES, "compare_digest": compare_digest}

REFUSES: Final[dict[str, str]] = {"SystemRandom": "it draws from the machine's entropy; do that inside a step"}


def bind(run: Run) -> dict[str, Any]:
    """Return the functions that draw, apart from the author's random numbers so that neither shifts the other."""

    def randbits(k: int) -> int:
        return getrandbits(run.id_random, k)

    def randbelow(exclusive_upper_bound: int) -> int:
        if exclusive_upper_bound <= 0:
            raise ValueError("Upper bound must be positive.")
        return randrange(run.id_random, exclusive_upper_bound)

    def choice(seq: Sequence[Any]) -> Any:
        return run.id_random.choice(seq)

    return {"choice": choice, "randbelow": randbelow, "randbits": randbits, **_tokens(run)}


def _tokens(run: Run) -> dict[str, Any]:
    def token_bytes(nbytes: int | None = None) -> bytes:
        size = _DEFAULT_BYTES if nbytes is None else nbytes
        return randbytes(run.id_random, size)

    def token_hex(nbytes: int | None = None) -> str:
        return token_bytes(nbytes).hex()

    def token_urlsafe(nbytes: int | None = None) -> str:
        return base64.urlsafe_b64encode(token_bytes(nbytes)).rstrip(b"=").decode()

    return {"token_bytes": token_bytes, "token_hex": token_hex, "token_urlsafe": token_urlsafe}
