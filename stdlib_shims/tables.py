"""How a shim writes its tables."""

from __future__ import annotations

from typing import Any


def words(text: str) -> tuple[str, ...]:
    """Return the names in a text, which is easier to read and to keep sorted than a list of literals."""
    return tuple(text.split())


def pick(module: object, names: str) -> dict[str, Any]:
    """Return some of a module's members by name. Each name is there on every supported Python."""
    return {name: getattr(module, name) for name in words(names)}


def refuse(names: str, reason: str) -> dict[str, str]:
    """Return rows of a `REFUSES` table that share their reason."""
    return dict.fromkeys(words(names), reason)
