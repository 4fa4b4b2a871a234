"""What has happened in a run so far: its result as it stands, and the events that led there.

The walker keeps it as it goes. Whoever wants to see a run of the VM makes it again from the journal.
"""

from __future__ import annotations

from typing import Any

PENDING = "pending"
RUNNING = "running"
WAITING = "waiting"
SUSPENDED = "suspended"
PAUSED = "paused"
SUCCESS = "success"
FAILED = "failed"
BAILED = "bailed"
CANCELED = "canceled"


class Record:
    """A run's steps by path, and its events as (type, path, what of the step, more).

    `status` counts what the walker knows; `is_parked` is asked whether all that is left waits to be resumed.
    """

    def __init__(self) -> None:
        self.status = RUNNING
        self.workflow_id = ""
        self.input: Any = None
        self.result: Any = None
        self.error: Any = None
        self.steps: dict[str, dict[str, Any]] = {}
        self.path: list[str] = []
        self.suspensions: dict[str, dict[str, Any]] = {}
        self.state: Any = None
        self.versions: dict[str, int] = {}
        self.events: list[tuple[str, str, Any, Any]] = []
        self.group: Any = None
        self.scopes: dict[str, Any] = {}  # the workflows that run, by key: what `get_step_result` looks into
        self.facts: dict[str, Any] = {}

    @classmethod
    def pending(cls, workflow_id: str) -> Record:
        """Return the record of a run that was not started."""
        made = cls()
        made.status = PENDING
        made.workflow_id = workflow_id
        return made

    def begin(self, workflow_id: str, value: Any, state: Any, facts: dict[str, Any]) -> None:
        """The run has started."""
        self.workflow_id = workflow_id
        self.input = value
        self.state = state
        self.facts = facts
        self.events.append(("workflow-start", workflow_id, None, None))

    def start_step(
        self, path: str, value: Any, now_ms: int, metadata: Any = None, status: str = RUNNING
    ) -> dict[str, Any]:
        """A step begins with an input; what stood under its path gives way."""
        entry: dict[str, Any] = {"status": status, "payload": value, "started_at": now_ms}
        if metadata:
            entry["metadata"] = metadata
        self.steps[path] = entry
        if "." not in path and (not self.path or self.path[-1] != path):
            self.path.append(path)
        self.events.append(("workflow-step-start", path, entry, None))
        if status == WAITING:
            self.events.append(("workflow-step-waiting", path, entry, None))
        return entry

    def finish_step(self, path: str, entry: dict[str, Any], status: str, value: Any, now_ms: int) -> None:
        """A step has ended: with an output, with an error as data, or canceled."""
        entry["status"] = status
        if status == FAILED:
            entry["error"] = value
        elif status != CANCELED:
            entry["output"] = value
        entry["ended_at"] = now_ms
        self.events.append(("workflow-step-result", path, entry, status))

    def suspend_step(self, path: str, entry: dict[str, Any], suspension: dict[str, Any], now_ms: int) -> None:
        """A step waits to be resumed."""
        entry["status"] = SUSPENDED
        entry["suspend_payload"] = suspension["payload"]
        entry["suspended_at"] = now_ms
        self.suspensions[suspension["key"]] = suspension
        self.events.append(("workflow-step-suspended", path, entry, suspension["payload"]))

    def resume_step(
        self, path: str, entry: dict[str, Any], suspension: dict[str, Any], payload: Any, now_ms: int
    ) -> None:
        """A step goes on."""
        self.suspensions.pop(suspension["key"], None)
        entry["status"] = RUNNING
        entry["resume_payload"] = payload
        entry["resumed_at"] = now_ms
        self.events.append(("workflow-step-start", path, entry, "resumed"))

    def pause(self, suspension: dict[str, Any]) -> None:
        """The run stops behind an entry, as asked."""
        self.suspensions[suspension["key"]] = suspension
        self.events.append(("workflow-paused", self.workflow_id, None, None))

    def finish(self, status: str, value: Any, now_ms: int) -> None:
        """The run has ended. What has not is given up."""
        for path, entry in self.steps.items():
            if entry["status"] in (RUNNING, WAITING, SUSPENDED):
                self.finish_step(path, entry, CANCELED, None, now_ms)
        self.suspensions.clear()
        self.status = SUCCESS if status == BAILED else status
        if status == FAILED:
            self.error = value
        elif status != CANCELED:
            self.result = value
        else:
            self.events.append(("workflow-canceled", self.workflow_id, None, None))
        self.events.append(("workflow-finish", self.workflow_id, None, self.status))

    def now_status(self) -> str:
        """Return where the run stands."""
        if self.status != RUNNING or self.group is None or not self.group.is_parked():
            return WAITING if self.status == RUNNING and self.is_waiting() else self.status
        kinds = [suspension["kind"] for suspension in self.suspensions.values()]
        return PAUSED if kinds == ["pause"] else SUSPENDED

    def is_waiting(self) -> bool:
        """Whether nothing runs, and a sleep or an event is waited for."""
        found = [entry["status"] for path, entry in self.steps.items() if entry["status"] in (RUNNING, WAITING)]
        return bool(found) and RUNNING not in found

    def document(self) -> dict[str, Any]:
        """Return the result as it stands, as plain data."""
        status = self.now_status()
        made: dict[str, Any] = {
            "status": status,
            "input": self.input,
            "steps": dict(self.steps),
            "step_execution_path": list(self.path),
        }
        if status == SUCCESS:
            made["result"] = self.result
        if status == FAILED:
            made["error"] = self.error
        if status == SUSPENDED:
            waiting = [one for one in self.suspensions.values() if one["kind"] == "step"]
            made["suspended"] = list(dict.fromkeys(one["path"] for one in waiting))
            made["suspend_payload"] = {one["path"]: one["payload"] for one in waiting}
            labels = {label: one for one in waiting for label in one["labels"]}
            if labels:
                made["resume_labels"] = {
                    label: {"step": one["path"], "foreach_index": one["index"]} for label, one in labels.items()
                }
        made["state"] = self.state
        made["suspensions"] = list(self.suspensions.values())
        return made


CURRENT = Record()
"""The record of the run whose body this is. Inside, each run has modules of its own."""
