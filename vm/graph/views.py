"""Stored runs of a graph: found, listed, deleted. Views, computed when somebody asks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from vm.core.lifecycle import RunStatus
from vm.errors import GraphRefused
from vm.graph.results import Row, RunResult, make_result

if TYPE_CHECKING:
    from vm.graph.durable import VMEngine
    from vm.graph.kit.workflow import Workflow
    from vm.graph.local import LocalEngine
    from world.records import RunRecord

ALWAYS: Final = ("run_id", "workflow_id")
_ENDED: Final = {RunStatus.COMPLETED: "success", RunStatus.FAILED: "failed", RunStatus.CANCELLED: "canceled"}


def trim_result(result: RunResult, fields: Iterable[str] | None, *, with_nested: bool) -> RunResult:
    """Return a result with some of its fields, and without nested steps where they are not wanted."""
    if not with_nested:
        result["steps"] = {path: row for path, row in result["steps"].items() if "." not in path}
    if fields is None:
        return result
    wanted = {*ALWAYS, *fields}
    return RunResult({name: value for name, value in result.items() if name in wanted})


def fits(created_ms: int, from_date: datetime | None, to_date: datetime | None) -> bool:
    """Whether a run was created between two times."""
    at = created_ms / 1000
    return (from_date is None or at >= from_date.timestamp()) and (to_date is None or at <= to_date.timestamp())


def page_of(found: list[Any], page: int | None, per_page: int | None) -> list[Any]:
    """Return one page, counted from 0; all without `per_page`."""
    if per_page is None:
        return found
    first = (page or 0) * per_page
    return found[first : first + per_page]


def _check_page(page: int | None, per_page: int | None) -> None:
    if (page is not None and page < 0) or (per_page is not None and per_page < 1):
        raise GraphRefused("pages are counted from 0, and have at least one run", fix="page=0, per_page=20")


# ---- on the VM


class StoredRuns:
    """The runs of graphs in a VM's world."""

    def __init__(self, engine: VMEngine) -> None:
        self._engine = engine
        self._world = engine.vm.world

    def find(self, workflow: Workflow[Any, Any], run_id: str) -> RunResult | None:
        """Return a run as it stands, or None."""
        record = self._world.find_run(run_id)
        if record is None or not self._is_of(workflow, record):
            return None
        return self._result(workflow, record)

    def list(self, workflow: Workflow[Any, Any], **wanted: Any) -> Row:
        """Return a page of a graph's runs, newest first: `runs`, `total`."""
        _check_page(wanted["page"], wanted["per_page"])
        found = [
            record
            for record in self._records(workflow, wanted["resource_id"])
            if fits(record.created_ms, wanted["from_date"], wanted["to_date"])
            and (wanted["status"] is None or self._status(record) == wanted["status"])
        ]
        chosen = page_of(found, wanted["page"], wanted["per_page"])
        return Row(runs=[self._result(workflow, record) for record in chosen], total=len(found))

    async def delete(self, workflow: Workflow[Any, Any], run_id: str) -> bool:
        """Delete a run; one that has not ended is ended first."""
        record = self._world.find_run(run_id)
        if record is None or not self._is_of(workflow, record):
            return False
        if await self._engine.vm.terminate(run_id):
            await self._engine.vm.get(run_id).wait()
        return await self._engine.vm.engine.writer.write(lambda: self._world.delete_run(run_id))

    def _records(self, workflow: Workflow[Any, Any], resource_id: str | None) -> Iterator[RunRecord]:
        """Yield the runs of a graph, newest first, by what their bodies said of themselves."""
        told = {"graph": workflow.id} | ({} if resource_id is None else {"graph.resource": resource_id})
        for run_id in self._world.find_runs(
            {name: json.dumps(text, ensure_ascii=False) for name, text in told.items()}
        ):
            record = self._world.find_run(run_id)
            if record is not None:
                yield record

    def _attributes(self, record: RunRecord) -> dict[str, Any]:
        return {name: json.loads(text) for name, text in self._world.get_attributes(record.run_id).items()}

    def _is_of(self, workflow: Workflow[Any, Any], record: RunRecord) -> bool:
        return bool(self._attributes(record).get("graph") == workflow.id)

    def _resource(self, record: RunRecord) -> Any:
        return self._attributes(record).get("graph.resource")

    def _status(self, record: RunRecord) -> str:
        ended = _ENDED.get(record.status)
        if ended is not None:
            found: str = self._attributes(record).get("graph.status", ended)
            return found
        return str(self._document(record)["status"])

    def _document(self, record: RunRecord) -> dict[str, Any]:
        follower = self._engine.follow(record.run_id)
        try:
            follower.feed()
            return follower.record().document()
        finally:
            follower.close()

    def _result(self, workflow: Workflow[Any, Any], record: RunRecord) -> RunResult:
        made = make_result(record.run_id, self._document(record), with_state=True)
        made["workflow_id"] = workflow.id
        made["resource_id"] = self._resource(record)
        made["created_at"], made["updated_at"] = record.created_ms, record.updated_ms
        return made


# ---- in this process


class LocalRuns:
    """The runs of a `LocalEngine`."""

    def __init__(self, engine: LocalEngine) -> None:
        self._engine = engine

    def find(self, workflow: Workflow[Any, Any], run_id: str) -> RunResult | None:
        """Return a run as it stands, or None."""
        run = self._engine.runs.get(run_id)
        return None if run is None or run.workflow_id != workflow.id else self._result(run)

    def list(self, workflow: Workflow[Any, Any], **wanted: Any) -> Row:
        """Return a page of a graph's runs, newest first: `runs`, `total`."""
        _check_page(wanted["page"], wanted["per_page"])
        found = [
            run
            for run in reversed(list(self._engine.runs.values()))
            if run.workflow_id == workflow.id
            and fits(run.created_ms, wanted["from_date"], wanted["to_date"])
            and (wanted["resource_id"] is None or run.resource_id == wanted["resource_id"])
            and (wanted["status"] is None or run.record.now_status() == wanted["status"])
        ]
        chosen = page_of(found, wanted["page"], wanted["per_page"])
        return Row(runs=[self._result(run) for run in chosen], total=len(found))

    async def delete(self, workflow: Workflow[Any, Any], run_id: str) -> bool:
        """Delete a run; one that has not ended is ended first."""
        run = self._engine.runs.get(run_id)
        if run is None or run.workflow_id != workflow.id:
            return False
        await run.cancel()
        del self._engine.runs[run_id]
        return True

    def _result(self, run: Any) -> RunResult:
        made = make_result(run.run_id, run.record.document(), with_state=True)
        made["workflow_id"] = run.workflow_id
        made["resource_id"] = run.resource_id
        made["created_at"], made["updated_at"] = run.created_ms, run.updated_ms
        return made
