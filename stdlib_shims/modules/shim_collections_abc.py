"""`collections.abc`: the real classes, for `isinstance` to be true of what a body holds.

Not so the views with the operators of sets, which make sets of the real kind. `register` would change the
classes for the whole process: it is among the names that the sandbox guards.
"""

from __future__ import annotations

import collections.abc
from collections.abc import ItemsView, KeysView
from typing import Any, Final

from stdlib_shims.forms import Form
from stdlib_shims.tables import pick, refuse

OFFERS: Final[dict[str, Any]] = pick(
    collections.abc,
    """
    AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection Container Coroutine Generator
    Hashable Iterable Iterator Mapping MappingView MutableMapping MutableSequence
    MutableSet Reversible Sequence Set Sized ValuesView
    """,
)

OFFERS.update({view.__name__: Form(f"collections.abc.{view.__name__}", view) for view in (KeysView, ItemsView)})

REFUSES: Final[dict[str, str]] = refuse("Buffer ByteString", "not every Python has it; use bytes | bytearray")
