"""Prometheus metrics of one process: runs, attempts, requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

from vm.core.events import RunCreated
from vm.core.ids import short_name
from vm.core.journal import Entry
from vm.face.telemetry.watching import ENDS
from vm.host.metadata import StepMetadata
from vm.host.steps import Note

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
SECONDS: Final = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 60.0, 600.0)


class Metrics:
    """Counts in a registry of its own. A `Watcher`; the HTTP app counts its requests here too.

    Labels are names from source files and tables, never ids: their number is bounded.
    """

    def __init__(self) -> None:
        self.registry: Final = CollectorRegistry()
        own = self.registry
        self._created = Counter("vm_runs_created", "Runs that were stored by this process", ["workflow"], registry=own)
        self._ended = Counter("vm_runs_ended", "Runs that ended in this process", ["status"], registry=own)
        self._events = Counter("vm_events", "Events that were appended to journals", ["type"], registry=own)
        self._attempts = Histogram(
            "vm_attempt_seconds", "Attempts of steps", ["step", "outcome"], buckets=SECONDS, registry=own
        )
        self._requests = Counter("vm_http_requests", "Requests", ["method", "path", "status"], registry=own)
        self._took = Histogram(
            "vm_http_request_seconds",
            "Requests, until the answer begins",
            ["method", "path"],
            buckets=SECONDS,
            registry=own,
        )

    def gauge(self, name: str, about: str, read: Callable[[], float]) -> None:
        """Have `read` called for a value whenever the metrics are asked for."""
        Gauge(name, about, registry=self.registry).set_function(read)

    def observe(self, run_id: str, entries: Sequence[Entry]) -> None:
        for entry in entries:
            event = entry.event
            self._events.labels(event.type).inc()
            if event.type in ENDS:
                self._ended.labels(ENDS[event.type]).inc()
            elif isinstance(event, RunCreated):
                self._created.labels(short_name(event.workflow)).inc()

    @contextmanager
    def around(self, step: StepMetadata) -> Iterator[Note]:
        began, outcome = time.perf_counter(), "cancelled"

        def note(error: BaseException | None) -> None:
            nonlocal outcome
            outcome = "completed" if error is None else "failed"

        try:
            yield note
        finally:
            self._attempts.labels(short_name(step.step), outcome).observe(time.perf_counter() - began)

    def count_request(self, method: str, path: str, status: int, seconds: float) -> None:
        """Count one request. `path` is the endpoint's, with its parameters' names."""
        self._requests.labels(method, path, str(status)).inc()
        self._took.labels(method, path).observe(seconds)

    def render(self) -> bytes:
        """Return everything in Prometheus's text form."""
        return generate_latest(self.registry)
