"""What can be set of an engine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """Times in milliseconds. `lease_ms`: how long a dead worker's runs stay stranded at most.

    `grace_ms`: how long attempts may go on after a stop. `patience_ms`: for how long a write is tried again when
    another program holds the world's lock, or its disk is full (None: for ever).
    """

    lease_ms: int = 30_000
    grace_ms: int = 5_000
    patience_ms: int | None = 20_000
    max_threads: int = 40
