"""What operators see of runs: spans, metrics, log records."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from vm.errors import RunFailed
from vm.face.embed import VM, open_vm
from vm.face.telemetry.logs import RunLog, StepIds
from vm.face.telemetry.metrics import Metrics
from vm.face.telemetry.spans import Spans, context_of
from vm.face.telemetry.watching import Watcher, join_arounds, join_observers
from vm.host.options import EngineOptions

SOURCE = """
import logging
from vm import FatalError, RetryableError, get_step_metadata, log, sleep, start, step

async def order(name: str = "Ada"):
    "use workflow"
    await sleep("10ms")
    log("asking")
    return await charge(name)

async def parent():
    "use workflow"
    return await start(order).result()

async def broken():
    "use workflow"
    await refuse()

@step(backoff="1ms")
async def charge(name):
    logging.getLogger("shop").warning("charging %s", name)
    if get_step_metadata().attempt == 1:
        raise RetryableError("busy")
    return name

def refuse():
    "use step"
    raise FatalError("no")
"""


def watched(*watchers: Watcher) -> dict[str, object]:
    return {
        "observer": join_observers(watchers),
        "options": EngineOptions(around_attempt=join_arounds(watchers)),
    }


async def run(vm: VM, workflow: str, run_id: str) -> object:
    return await (await vm.start_with(SOURCE, workflow=workflow, run_id=run_id)).result()


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    found = InMemorySpanExporter()
    yield found
    found.shutdown()


def make_spans(exporter: InMemorySpanExporter) -> Spans:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return Spans(provider.get_tracer("test"))


def named(exporter: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    return [span for span in exporter.get_finished_spans() if span.name == name]


async def test_run_its_attempts_and_waits_are_spans_of_one_trace(exporter: InMemorySpanExporter) -> None:
    async with open_vm("memory:", **watched(make_spans(exporter))) as vm:
        assert await run(vm, "order", "r") == "Ada"
    spans = exporter.get_finished_spans()
    assert sorted(span.name for span in spans) == ["attempt charge", "attempt charge", "run order", "wait wait_1"]
    place = trace.get_current_span(context_of("r")).get_span_context()
    assert {span.context.trace_id for span in spans} == {place.trace_id}
    assert {span.parent.span_id for span in spans} == {place.span_id}
    (whole,), first = named(exporter, "run order"), named(exporter, "attempt charge")[0]
    assert whole.attributes == {"vm.run_id": "r", "vm.outcome": "completed"}
    assert first.attributes == {"vm.run_id": "r", "vm.step_id": "r/step_2", "vm.attempt": 1}
    assert not first.status.is_ok
    (wait,) = named(exporter, "wait wait_1")
    assert wait.end_time - wait.start_time >= 10_000_000


async def test_run_that_fails_has_a_span_that_says_so(exporter: InMemorySpanExporter) -> None:
    async with open_vm("memory:", **watched(make_spans(exporter))) as vm:
        with pytest.raises(RunFailed):
            await run(vm, "broken", "r")
    assert [span.status.is_ok for span in named(exporter, "run broken") + named(exporter, "attempt refuse")] == [
        False
    ] * 2


async def test_childs_trace_links_to_its_parents(exporter: InMemorySpanExporter) -> None:
    async with open_vm("memory:", **watched(make_spans(exporter))) as vm:
        await run(vm, "parent", "p")
    (child,) = named(exporter, "run order")
    place = trace.get_current_span(context_of("p")).get_span_context()
    assert [(link.context.trace_id, dict(link.attributes)) for link in child.links] == [
        (place.trace_id, {"vm.relation": "parent"})
    ]


async def test_step_runs_within_its_attempts_span(exporter: InMemorySpanExporter) -> None:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    source = """
from opentelemetry import trace

async def look():
    "use workflow"
    return [await loop(), await thread()]

async def loop():
    "use step"
    return trace.get_current_span().name

def thread():
    "use step"
    return trace.get_current_span().name
"""
    async with open_vm("memory:", **watched(Spans(provider.get_tracer("test")))) as vm:
        assert await vm.run(source) == ["attempt loop", "attempt thread"]


async def test_spans_without_an_sdk_do_nothing() -> None:
    async with open_vm("memory:", **watched(Spans())) as vm:
        assert await run(vm, "order", "r") == "Ada"


async def test_metrics_count_runs_attempts_and_events() -> None:
    metrics = Metrics()
    async with open_vm("memory:", **watched(metrics)) as vm:
        await run(vm, "order", "r")
        with pytest.raises(RunFailed):
            await run(vm, "broken", "s")
    lines = metrics.render().decode().splitlines()
    for wanted in (
        'vm_runs_created_total{workflow="order"} 1.0',
        'vm_runs_ended_total{status="completed"} 1.0',
        'vm_runs_ended_total{status="failed"} 1.0',
        'vm_events_total{type="step_retrying"} 1.0',
        'vm_attempt_seconds_count{outcome="failed",step="charge"} 1.0',
        'vm_attempt_seconds_count{outcome="completed",step="charge"} 1.0',
    ):
        assert wanted in lines


async def test_log_records_know_their_run_and_step(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    caplog.handler.addFilter(ids := StepIds())
    try:
        async with open_vm("memory:", **watched(RunLog())) as vm:
            await run(vm, "order", "r")
    finally:
        caplog.handler.removeFilter(ids)
    told = [(record.ids, record.message) for record in caplog.records if record.name in ("vm.run", "shop")]
    assert told[1:] == [
        ("[r] ", "asking"),
        ("[r/step_2] ", "charging Ada"),
        ("[r/step_2] ", "attempt 1 failed: RetryableError: busy"),
        ("[r/step_2] ", "charging Ada"),
        ("[r] ", "completed"),
    ]
    assert [record.attempt for record in caplog.records if record.name == "shop"] == [1, 2]


def test_running_a_workflow_loads_nothing_to_watch_it_with(tmp_path: Path) -> None:
    (tmp_path / "flow.py").write_text('async def flow():\n    "use workflow"\n')
    code = (
        "import sys; from vm.face.cli.main import main;"
        "status = main(['run', 'flow.py', '--json', '--world', 'memory:']);"
        "print([name for name in ('prometheus_client', 'opentelemetry', 'httpx', 'starlette', 'hypercorn')"
        " if name in sys.modules], file=sys.stderr); sys.exit(status)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert found.stderr.splitlines()[-1] == "[]"
