"""What every event is."""

from __future__ import annotations

from typing import ClassVar, Final, NewType

from vm.core.frozen import frozen

JOURNAL_VERSION: Final = 1

Encoded = NewType("Encoded", str)
"""Canonical JSON text of one value, as `codec.encode` makes it."""


@frozen(kw_only=True)
class Event:
    """Base of all events. `type` is its name in the journal; `is_fed` says that it comes from outside."""

    type: ClassVar[str] = ""
    is_fed: ClassVar[bool] = True

    at_ms: int
