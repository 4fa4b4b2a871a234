"""What a run has come to, as callers see it: dicts whose keys are attributes too."""

from __future__ import annotations

from typing import Any


class Row(dict[str, Any]):
    """A dict whose keys are attributes too. One that is not there is None as an attribute."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.get(name)


class ErrorInfo(Row):
    """An error as data: `type` and `message`. Its text is the message. `exception` is the error, where it is there."""

    exception: BaseException | None = None

    def __str__(self) -> str:
        return str(self.get("message", ""))

    def __contains__(self, key: object) -> bool:
        """Of text: whether the message has it, or a key is called so."""
        return super().__contains__(key) or (isinstance(key, str) and key in str(self))


class StepResult(Row):
    """A step of a run: `status`, `payload`, `output`, `error`, `started_at`, ... Times are milliseconds since 1970."""


class RunResult(Row):
    """A run as it stands: `status`, `input`, `steps`, `step_execution_path`, `result` or `error` or `suspended`."""


def make_result(run_id: str, document: dict[str, Any], *, with_state: bool) -> RunResult:
    """Return a record's document as a result."""
    made = RunResult(document)
    made["steps"] = {path: _step(row) for path, row in document["steps"].items()}
    for path in {one["path"] for one in document["suspensions"] if one["kind"] == "step"}:
        parts = path.split(".")
        for count in range(1, len(parts) + 1):
            row = made["steps"].get(".".join(parts[:count]))
            if row is not None and row["status"] == "running":
                row["status"] = "suspended"
    if "error" in document:
        made["error"] = error_info(document["error"])
    if "suspended" in document:
        made["suspended"] = [path.split(".") for path in document["suspended"]]
    del made["suspensions"]
    if not with_state:
        del made["state"]
    made["run_id"] = run_id
    return made


def _step(row: dict[str, Any]) -> StepResult:
    made = StepResult(row)
    if "error" in row:
        made["error"] = error_info(row["error"])
    return made


def error_info(data: Any) -> Any:
    """Return an error's data as callers see it."""
    return ErrorInfo(data) if isinstance(data, dict) and not isinstance(data, ErrorInfo) else data


def make_event(run_id: str, event: tuple[str, str, Any, Any]) -> Row:
    """Return an event of a record as `stream` gives it."""
    kind, path, row, more = event
    payload: dict[str, Any] = {}
    if kind == "workflow-finish":
        payload = {"status": more}
    elif row is not None:
        payload = {"id": path, **_told(kind, row, more)}
    return Row(type=kind, run_id=run_id, payload=payload, **{"from": path})


_STARTS = ("payload", "started_at", "metadata")


def _told(kind: str, row: dict[str, Any], more: Any) -> dict[str, Any]:
    """Return what an event tells of its step."""
    if kind == "workflow-step-start":
        names = (*_STARTS, "resume_payload", "resumed_at") if more == "resumed" else _STARTS
        return {"status": "running", **{name: row[name] for name in names if name in row}}
    if kind == "workflow-step-waiting":
        return {"status": "waiting", **{name: row[name] for name in _STARTS if name in row}}
    if kind == "workflow-step-suspended":
        return {"status": "suspended", "suspend_payload": more, "suspended_at": row.get("suspended_at")}
    if kind == "workflow-step-output":
        return {"output": more}
    if kind == "workflow-step-progress":
        return {"completed": more[0], "total": more[1]}
    return {"status": more, **{name: row[name] for name in ("payload", "output", "error", "ended_at") if name in row}}
