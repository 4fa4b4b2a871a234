"""Requests and answers as models: they check what comes, and describe it in the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

RUN_ID: Final = "^[A-Za-z0-9_.:@-]{1,128}$"
POSITION: Final = "^[0-9]{1,15}$"  # of an event or a chunk
KEY: Final = "^[!-~]{1,200}$"

RunId = Annotated[str, Field(pattern=RUN_ID)]
Status = Literal["pending", "running", "completed", "failed", "cancelled"]
Name = Annotated[str, Field(min_length=1, max_length=512)]
Duration = Annotated[str, Field(min_length=1, max_length=64, description='"30s", "1h30m", "7d"')]


class Asked(BaseModel):
    """What a caller sends: nothing that is not known, no guesses at types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class StartRun(Asked):
    workflow: Name = Field(description="the name or id of a workflow that this server has")
    args: list[JsonValue] = []
    kwargs: dict[str, JsonValue] = {}
    run_id: RunId | None = Field(default=None, description="starting twice with one id gives one run")
    seed: Annotated[str, Field(max_length=512)] | None = None


class CancelRun(Asked):
    reason: Annotated[str, Field(max_length=2000)] | None = None
    grace: Duration | None = Field(default=None, description="how long it may clean up before it is ended")


class TerminateRun(Asked):
    reason: Annotated[str, Field(max_length=2000)] | None = None


class Empty(Asked):
    """Nothing to say."""


class Rerun(Asked):
    run_id: RunId | None = Field(default=None, description="the new run's id")


class ResumeHook(Asked):
    payload: JsonValue = None


class StartGraph(Asked):
    input_data: JsonValue = None
    initial_state: dict[str, JsonValue] | None = None
    request_context: dict[str, JsonValue] | None = None
    run_id: RunId | None = Field(default=None, description="starting twice with one id gives one run")
    resource_id: Name | None = Field(default=None, description="whose run it is; runs are listed by it")
    per_step: bool = Field(default=False, description="pause behind each entry")


class ResumeStep(Asked):
    resume_data: JsonValue = None
    step: Name | None = Field(default=None, description="an id or a dotted path; without one the only one that waits")
    label: Name | None = None
    foreach_index: Annotated[int, Field(ge=0, le=2**53)] | None = None
    per_step: bool = Field(default=False, description="of a paused run: pause behind the next entry again")


class TravelInTime(Asked):
    step: Name = Field(description="where the new run begins: an id or a dotted path")
    input_data: JsonValue = Field(
        default=None, description="what the step gets; without it, what the entry before gave"
    )
    context: dict[str, JsonValue] | None = Field(default=None, description="results of steps before it, by id")
    run_id: RunId | None = Field(default=None, description="the new run's id")
    per_step: bool = False


class Query(BaseModel):
    """What stands behind the question mark. Text, so numbers are read from it."""

    model_config = ConfigDict(extra="forbid")


class ListRuns(Query):
    status: Status | None = None
    workflow: Name | None = None
    since: Annotated[str, Field(max_length=64)] | None = Field(default=None, description="a time, or so long ago: 2h")
    limit: Annotated[int, Field(ge=1, le=1000)] = 50
    after: RunId | None = Field(default=None, description="the last run of the page before")


class AwaitResult(Query):
    wait: Annotated[float, Field(ge=0, le=60)] = Field(default=0.0, description="seconds to wait for the end")


class ReadEvents(Query):
    after: Annotated[int, Field(ge=0, le=2**53)] = Field(default=0, description="the position before the first")
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


class FollowEvents(Query):
    after: Annotated[int, Field(ge=0, le=2**53)] = Field(default=0, description="the position before the first")


class FollowGraph(Query):
    after: Annotated[int, Field(ge=-1, le=2**53)] = Field(default=-1, description="the index before the first")


class ReadStream(Query):
    namespace: Annotated[str, Field(max_length=256)] | None = None
    startIndex: Annotated[int, Field(ge=-(2**53), le=2**53)] = Field(
        default=0, description="the first chunk wanted; below zero it counts from the end"
    )


class Nothing(Query):
    """No parameters."""


class ErrorBody(BaseModel):
    slug: str
    message: str
    fix: str | None = None
    where: str | None = None


class Failure(BaseModel):
    error: ErrorBody


class RunAnswer(BaseModel):
    run_id: str
    workflow: str
    status: Status
    events: int
    journal_hash: str
    created: str
    updated: str
    ended: str | None


class RunPage(BaseModel):
    runs: list[RunAnswer]
    is_more: bool


class Started(BaseModel):
    run_id: str
    status: Status


class Said(BaseModel):
    run_id: str
    status: Status
    sent: bool


class Upgraded(BaseModel):
    run_id: str
    status: Status
    moved: bool = Field(description="false: it has that code already")


class HookAnswer(BaseModel):
    token: str
    run_id: str
    correlation_id: str
    kind: Literal["hook", "webhook"]
    schema_: str | None = Field(alias="schema", description="what payloads are checked against")
    created: str
    metadata: JsonValue = None


class HookList(BaseModel):
    hooks: list[HookAnswer]


class HookResumed(BaseModel):
    run_id: str
    is_new: bool


class Frame(BaseModel):
    file: str
    line: int
    function: str


class RunFailure(BaseModel):
    type: str
    message: str
    slug: str | None = None
    frames: list[Frame] = []
    cause: dict[str, Any] | None = None


class Result(BaseModel):
    run_id: str
    workflow: str
    status: Status
    output: JsonValue = None
    error: RunFailure | None = None
    next: str | None = Field(description="the run that goes on where this one ended by `continue_as_new`")
    events: int
    journal_hash: str


class GraphAnswer(BaseModel):
    """A graph's run as it stands. `outline` is the graph itself, None before it has begun."""

    model_config = ConfigDict(extra="allow")

    run_id: str
    status: str
    input: JsonValue = None
    steps: dict[str, dict[str, Any]]
    step_execution_path: list[str]
    outline: dict[str, Any] | None


class EventAnswer(BaseModel):
    position: int
    type: str
    correlation_id: str | None
    time: str
    at_ms: int
    hash: str
    details: dict[str, Any]


class EventPage(BaseModel):
    run_id: str
    events: list[EventAnswer]
    is_more: bool


class Parameter(BaseModel):
    name: str
    kind: str
    is_required: bool


class WorkflowAnswer(BaseModel):
    id: str
    name: str
    file: str
    parameters: list[Parameter]


class Manifest(BaseModel):
    workflows: list[WorkflowAnswer]


class Health(BaseModel):
    status: Literal["ok", "unavailable"]
    detail: str | None = None
