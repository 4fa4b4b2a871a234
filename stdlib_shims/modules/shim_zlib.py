"""`zlib`: the checksums, and `decompress` with a bounded result.

Nothing here compresses: which bytes come out depends on the build of zlib (zlib-ng gives others), so a run
that compressed on one machine would not replay on the next. What goes in is the same for all builds.
"""

from __future__ import annotations

import zlib
from typing import Any, Final

from stdlib_shims.refusals import TooLarge
from stdlib_shims.tables import pick, refuse

MAX_BYTES: Final = 16_000_000

REFUSES: Final[dict[str, str]] = {
    **refuse("compress compressobj", "the bytes differ between builds of zlib; compress inside a step"),
    "decompressobj": "use zlib.decompress(data)",
    **refuse("ZLIB_VERSION ZLIB_RUNTIME_VERSION ZLIBNG_VERSION", "it is a fact of the machine"),
    **refuse(
        """
        DEFLATED DEF_MEM_LEVEL Z_BEST_COMPRESSION Z_BEST_SPEED Z_BLOCK Z_DEFAULT_COMPRESSION Z_DEFAULT_STRATEGY
        Z_FILTERED Z_FINISH Z_FIXED Z_FULL_FLUSH Z_HUFFMAN_ONLY Z_NO_COMPRESSION Z_NO_FLUSH Z_PARTIAL_FLUSH
        Z_RLE Z_SYNC_FLUSH Z_TREES
        """,
        "it is for compressing; do that inside a step",
    ),
    **refuse("adler32_combine crc32_combine", "only newer Pythons have it, and a run must replay on all"),
}


def decompress(data: Any, /, wbits: int = zlib.MAX_WBITS, bufsize: int = zlib.DEF_BUF_SIZE) -> bytes:
    """Return what was compressed. `bufsize` is taken and changes nothing.

    Raises:
        zlib.error: The data is damaged or cut off.
        TooLarge: The result is over `MAX_BYTES`.
    """
    stream = zlib.decompressobj(wbits)
    found = stream.decompress(data, MAX_BYTES)
    if not stream.eof and stream.unconsumed_tail:
        raise TooLarge("what zlib.decompress returns", MAX_BYTES, "bytes")
    if not stream.eof:
        raise zlib.error("Error -5 while decompressing data: incomplete or truncated stream")
    return found


OFFERS: Final[dict[str, Any]] = {
    **pick(zlib, "DEF_BUF_SIZE MAX_WBITS adler32 crc32 error"),
    "decompress": decompress,
}
