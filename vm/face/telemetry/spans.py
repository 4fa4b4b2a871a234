"""OpenTelemetry spans of runs, attempts and waits. Only the API is needed; without an SDK nothing is recorded.

A run may take a month and go through many processes, so its spans cannot hang on one that is open meanwhile: all of
a run's spans have a parent that is made from the run's id alone. One trace is one run, whoever drove it; the trace of a
child or a successor is its own, and links to the one it comes from. A run's and a wait's span is written when it ends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, Status, StatusCode, TraceFlags, Tracer

from vm import __version__
from vm.core.events import Event, RunCreated, WaitCancelled, WaitCompleted, WaitCreated
from vm.core.ids import short_name
from vm.core.journal import Entry
from vm.core.lifecycle import RunStatus
from vm.face.telemetry.watching import ENDS
from vm.host.metadata import StepMetadata
from vm.host.steps import Note

MOST_RUNS: Final = 10_000  # whose beginnings are remembered; the span of one that was forgotten begins where it ends


@dataclass(slots=True)
class _Begun:
    """When a run, and each of its waits, began: milliseconds. `workflow` is "run" where the beginning was not seen."""

    at_ms: int
    workflow: str = "run"
    links: tuple[Link, ...] = ()
    waits: dict[str, int] = field(default_factory=dict)


class Spans:
    """Makes spans of what is committed, and of attempts while they are made. A `Watcher`.

    While a step's code runs its attempt's span is the current one, so that what the step calls comes below it.
    """

    def __init__(self, tracer: Tracer | None = None) -> None:
        self._tracer = tracer or trace.get_tracer("workflow-vm", __version__)
        self._begun: dict[str, _Begun] = {}

    def observe(self, run_id: str, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._take(run_id, entry.event)

    def _take(self, run_id: str, event: Event) -> None:
        begun = self._begun.get(run_id)
        if begun is None:
            begun = self._begun[run_id] = _Begun(event.at_ms)
            if len(self._begun) > MOST_RUNS:
                del self._begun[next(iter(self._begun))]
        if isinstance(event, RunCreated):
            begun.workflow, begun.links = short_name(event.workflow), _links(event)
        elif isinstance(event, WaitCreated):
            begun.waits[event.correlation_id] = event.at_ms
        elif isinstance(event, WaitCompleted | WaitCancelled):
            since = begun.waits.pop(event.correlation_id, event.at_ms)
            how = "completed" if isinstance(event, WaitCompleted) else "cancelled"
            self._write(run_id, f"wait {event.correlation_id}", since, event.at_ms, how)
        elif event.type in ENDS:
            del self._begun[run_id]
            self._write(run_id, f"run {begun.workflow}", begun.at_ms, event.at_ms, ENDS[event.type], begun.links)

    def _write(
        self, run_id: str, name: str, since_ms: int, until_ms: int, how: str, links: tuple[Link, ...] = ()
    ) -> None:
        span = self._tracer.start_span(
            name,
            context_of(run_id),
            attributes={"vm.run_id": run_id, "vm.outcome": how},
            links=links,
            start_time=since_ms * 1_000_000,
        )
        if how == RunStatus.FAILED:
            span.set_status(Status(StatusCode.ERROR))
        span.end(until_ms * 1_000_000)

    @contextmanager
    def around(self, step: StepMetadata) -> Iterator[Note]:
        attributes: dict[str, str | int] = {
            "vm.run_id": step.run_id,
            "vm.step_id": step.step_id,
            "vm.attempt": step.attempt,
        }
        with self._tracer.start_as_current_span(
            f"attempt {short_name(step.step)}", context_of(step.run_id), attributes=attributes
        ) as span:

            def note(error: BaseException | None) -> None:
                if error is not None:
                    span.record_exception(error)
                    span.set_status(Status(StatusCode.ERROR, type(error).__name__))

            yield note


def context_of(run_id: str) -> Context:
    """Return the context below which all spans of a run are, the same in every process."""
    return trace.set_span_in_context(NonRecordingSpan(_place_of(run_id)), Context())


def _place_of(run_id: str) -> SpanContext:
    digest = hashlib.sha256(run_id.encode()).digest()
    trace_id, span_id = int.from_bytes(digest[:16], "big"), int.from_bytes(digest[16:24], "big")
    return SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))


def _links(event: RunCreated) -> tuple[Link, ...]:
    parent = None if event.parent is None else event.parent.partition("/")[0]  # it names the call of `start` too
    return tuple(
        Link(_place_of(run_id), {"vm.relation": relation})
        for relation, run_id in (("parent", parent), ("chain", event.chain))
        if run_id is not None and run_id != event.run_id
    )
