"""Texts of Python's own kinds, for what the library keeps for the whole process.

Its caches are keyed by what they are given. An instance of an author's class would stay in them, and be hashed and
compared, by methods of its own, whenever somebody else looks something up.
"""

from __future__ import annotations

from typing import Any


def exact(text: Any) -> Any:
    """Return a text, or bytes, that is no instance of a class derived from `str` or `bytes`; all else as it is."""
    kind = type(text)
    if kind is str or kind is bytes:
        return text
    if isinstance(text, str):
        return str.__str__(text)
    return bytes.__bytes__(text) if isinstance(text, bytes) else text
