"""Graphs on the VM: the body of a run, and what its walker asks turned into steps, sleeps and hooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from time import time
from typing import Any

from vm import (
    FatalError,
    StepFailed,
    create_hook,
    create_task,
    gather,
    get_workflow_metadata,
    set_attributes,
    sleep,
    use_step,
)
from vm.graph.kit.engine import Call, ExecutionEngine
from vm.graph.kit.nodes import Step
from vm.graph.kit.record import CURRENT, FAILED
from vm.graph.kit.shape import shape_of
from vm.graph.kit.strands import Group
from vm.graph.kit.walker import Scope, Walker

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOST = 3  # attempts whose worker died that a step may have, whatever its own retries


async def run_graph(workflow: Any, input_data: Any = None, options: Any = None, *, engine: Any = None) -> Any:
    """Run a graph as the body of a run. `options` are those of `GraphRun.start`, as data.

    Returns the graph's result, or None when it was aborted. Raises what it failed with.
    """
    workflow.check_committed()
    facts = dict(options or {})
    metadata = get_workflow_metadata()
    facts["run_id"] = metadata.run_id
    place = facts.get("place") or metadata.workflow_id.replace("workflow//", "step//", 1)
    attributes = {"graph": workflow.id, "graph.shape": fingerprint(workflow)}
    if facts.get("resource_id") is not None:
        attributes["graph.resource"] = facts["resource_id"]
    set_attributes(attributes)
    kind, value = await Walker(engine or DurableEngine(place), CURRENT, facts).run(workflow, input_data)
    if kind == FAILED:
        raise value
    if CURRENT.status == "canceled":
        set_attributes({"graph.status": "canceled"})
    return value


def fingerprint(workflow: Any) -> str:
    """Return a hash of a graph's shape: ids, kinds and order, retries and timeouts; nothing of its functions."""
    return sha256(shape_of(workflow).encode()).hexdigest()[:32]


class DurableEngine(ExecutionEngine):
    """The seam on the VM. `place` leads the ids of the graph's steps: `step//trip.py//trip`."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place
        self.stubs: dict[str, Callable[..., Any]] = {}

    def execute_step_with_retry(self, scope: Scope, step: Step[Any, Any], key: str, call: Call) -> Any:
        path = scope.prefix + step.id
        stub = self.stubs.get(path)
        if stub is None:
            stub = self.stubs[path] = use_step(f"{self.place}.{path}")
        value, index, more = call
        if more is not None:
            return stub(value, index, more)
        return stub(value) if index is None else stub(value, index)

    async def execute_sleep_duration(self, key: str, duration: Any) -> None:
        if isinstance(duration, str | timedelta | int | float):
            await sleep(duration)
        else:
            raise TypeError(f"a sleep lasts for a duration, not for a {type(duration).__name__}")

    async def execute_sleep_until(self, key: str, moment: Any) -> None:
        await sleep(moment_of(moment))

    async def check_value(self, scope: Scope, what: str, key: str, value: Any) -> Any:
        path = scope.prefix[:-1]
        name = f"{self.place}.{path}!{what}" if path else f"{self.place}!{what}"
        return await use_step(name)(value)

    async def wait_for_resume(self, suspension: dict[str, Any]) -> Any:
        run_id = get_workflow_metadata().run_id
        kind = suspension["kind"]
        token = f"{run_id}/event/{suspension['event']}" if kind == "event" else f"{run_id}/{suspension['key']}"
        told = {"graph": kind, "path": suspension["path"], "labels": suspension["labels"], "index": suspension["index"]}
        suspension["token"] = token
        with create_hook(token, {**told, "payload": suspension["payload"]}) as hook:
            return await hook

    async def run_together(self, group: Group, jobs: list[Callable[[], Any]]) -> list[Any]:
        if len(jobs) == 1:
            return [await jobs[0]()]
        tasks = [create_task(job()) for job in jobs]

        def give_up() -> None:
            for task in tasks:
                if not task.done():
                    task.cancel()

        group.give_up = give_up
        found = await gather(*tasks, return_exceptions=True)
        return [None if isinstance(outcome, BaseException) else outcome for outcome in found]

    def now_ms(self) -> int:
        return round(time() * 1000)

    def error_data(self, error: BaseException) -> dict[str, Any]:
        if isinstance(error, StepFailed) and error.__cause__ is not None:
            error = error.__cause__
        name: str = getattr(error, "type_name", "") or type(error).__name__
        return {"type": name.rpartition("//")[2], "message": str(error)}


def options_of(workflow: Any, step: Any) -> dict[str, Any]:
    """Return the options that the VM takes for a step: its own retries, else its workflow's."""
    own, default = step.options, workflow.retry
    retries = own.get("retries")
    if retries is None:
        retries = default.get("attempts", 0)
    delay = own.get("delay", default.get("delay"))
    backoff = own.get("backoff", default.get("backoff", "fixed"))
    made: dict[str, Any] = {"max_retries": retries, "max_lost": max(LOST, retries), "jitter": False}
    made["backoff"] = delay if delay else 0.001
    made["factor"] = 2.0 if backoff == "exponential" else 1.0
    made["max_backoff"] = own.get("max_delay", default.get("max_delay")) or "365d"
    if own.get("timeout") is not None:
        made["timeout"] = own["timeout"]
    return made


def moment_of(moment: Any) -> datetime:
    """Return a datetime of a datetime, of text in ISO form, or of milliseconds since 1970."""
    if isinstance(moment, datetime):
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    if isinstance(moment, str):
        return moment_of(datetime.fromisoformat(moment))
    if isinstance(moment, int | float):
        return EPOCH + timedelta(milliseconds=moment)
    raise FatalError(f"sleep_until takes a datetime, not a {type(moment).__name__}")
