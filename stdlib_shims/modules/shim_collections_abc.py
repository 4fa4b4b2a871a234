"""`collections.abc`: the real classes, for `isinstance` to be true of what a body holds.

Their `register` would change them for the whole process: it is among the names that the sandbox guards.
"""

from __future__ import annotations

import collections.abc
from typing import Any, Final

from stdlib_shims.tables import pick, refuse

OFFERS: Final[dict[str, Any]] = pick(
    collections.abc,
    """
    AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection Container Coroutine Generator
    Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence
    MutableSet Reversible Sequence Set Sized ValuesView
    """,
)

REFUSES: Final[dict[str, str]] = refuse("Buffer ByteString", "not every Python has it; use bytes | bytearray")
