"""What can be set of an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vm.core.frozen import frozen

if TYPE_CHECKING:
    from vm.host.steps import Around


@frozen(kw_only=True)
class EngineOptions:
    """Times in milliseconds. `lease_ms`: how long a dead worker's runs stay stranded at most.

    `grace_ms`: how long attempts may go on after a stop. `patience_ms`: for how long a write is tried again when
    another program holds the world's lock, or its disk is full (None: for ever).

    `concurrency`: how many attempts are made at once (None: any number). `most_active`: how many runs are taken up
    that have something to do. `most_parked`, `most_parked_bytes`: how many stay in memory while they wait, where
    somebody takes them up again. `max_deliveries`: how often a run is taken up in vain before it is buried.

    `around_attempt` is opened around each attempt, in its context. What it raises is a failure of the attempt's.
    """

    lease_ms: int = 30_000
    grace_ms: int = 5_000
    patience_ms: int | None = 20_000
    max_threads: int = 40
    concurrency: int | None = None
    most_active: int = 2_000
    most_parked: int = 1_000
    most_parked_bytes: int = 64_000_000
    max_deliveries: int = 5
    around_attempt: Around | None = None
