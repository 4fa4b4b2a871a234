"""The client: `connect`, and what a server can be asked for."""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import httpx

from vm.client.records import Resumed, RunInfo, Workflow, read_run, read_workflow
from vm.client.run import Run
from vm.client.wire import Wire
from vm.core.ids import check_run_id, new_run_id
from vm.core.lifecycle import RunStatus


class Client:
    """Speaks to one server. Made by `connect`.

    What a method raises beside what it names: the server's own errors, in the classes of `vm.errors`;
    `ServerRefused` (no token, a wrong one, too large); `ServerUnreachable`, once patience is at its end.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def workflows(self) -> list[Workflow]:
        """Return the workflows that the server can start."""
        return [read_workflow(row) for row in (await self._wire.get("/v1/workflows")).json()["workflows"]]

    async def start(self, workflow: str, *args: Any, **kwargs: Any) -> Run:
        """Start a run of a workflow with these arguments, which are JSON, and return its handle when it is stored."""
        return await self.start_with(workflow, args, kwargs)

    async def start_with(
        self,
        workflow: str,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        run_id: str | None = None,
        seed: str | None = None,
    ) -> Run:
        """Start a run with options. `run_id` makes starting idempotent: the same id and input give the same run.

        One is drawn where none is given, so that a start whose answer was lost is sent again, and starts one run.

        Raises:
            WorkflowNotFound, WrongArguments: The server has none of that name; the arguments do not fit it.
            RunExists: `run_id` is taken by another run.
        """
        body = {
            "workflow": workflow,
            "args": list(args),
            "kwargs": dict(kwargs or {}),
            "run_id": _draw_id() if run_id is None else check_run_id(run_id),
            "seed": seed,
        }
        return Run(self._wire, (await self._wire.post("/v1/runs", body))["run_id"])

    async def start_graph(
        self,
        workflow: str,
        input_data: Any = None,
        *,
        run_id: str | None = None,
        resource_id: str | None = None,
        initial_state: Mapping[str, Any] | None = None,
        request_context: Mapping[str, Any] | None = None,
        per_step: bool = False,
    ) -> Run:
        """Start a run of a graph. An id is drawn where none is given, as for `start_with`.

        Raises:
            WorkflowNotFound: The server has none of that name.
            BadInput: The input is not of the graph's schema. Nothing was started.
            GraphRefused: The workflow is no graph.
        """
        body = {
            "input_data": input_data,
            "run_id": _draw_id() if run_id is None else check_run_id(run_id),
            "resource_id": resource_id,
            "initial_state": initial_state,
            "request_context": request_context,
            "per_step": per_step,
        }
        return Run(self._wire, (await self._wire.post(f"/v1/graphs/{quote(workflow, safe='')}/runs", body))["run_id"])

    async def run(self, workflow: str, *args: Any, **kwargs: Any) -> Any:
        """Start a run and wait for its result."""
        return await (await self.start(workflow, *args, **kwargs)).result()

    def get(self, run_id: str) -> Run:
        """Return the handle of a run, without asking whether it exists."""
        return Run(self._wire, check_run_id(run_id))

    async def list_runs(
        self, *, status: RunStatus | str | None = None, workflow: str | None = None, since: str | None = None
    ) -> AsyncGenerator[RunInfo, None]:
        """Yield the server's runs, newest first. `since` is a time, or so long ago ("2h")."""
        after: str | None = None
        is_more = True
        while is_more:
            query: dict[str, Any] = {
                "status": status and str(status),
                "workflow": workflow,
                "since": since,
                "after": after,
            }
            page = (await self._wire.get("/v1/runs", **query)).json()
            for row in page["runs"]:
                yield read_run(row)
                after = row["run_id"]
            is_more = page["is_more"]

    async def resume_hook(self, token: str, payload: Any = None, *, idempotency_key: str | None = None) -> Resumed:
        """Send a payload to the hook that has a token, exactly once for each `idempotency_key`.

        One is drawn where none is given, so that a payload whose answer was lost is received once all the same.

        Raises:
            HookNotFound: No run waits under that token.
            HookPayloadRefused: The payload is not of the hook's type. Nothing was sent.
        """
        key = secrets.token_hex(16) if idempotency_key is None else idempotency_key
        answer = await self._wire.post(f"/v1/hooks/{quote(token, safe='')}", {"payload": payload}, key=key)
        return Resumed(answer["run_id"], answer["is_new"])

    async def cancel(self, run_id: str, *, reason: str | None = None, grace: str | None = None) -> bool:
        """Ask a run to end. See `Run.cancel`."""
        return await self.get(run_id).cancel(reason=reason, grace=grace)

    async def terminate(self, run_id: str, *, reason: str | None = None) -> bool:
        """End a run without asking it. See `Run.terminate`."""
        return await self.get(run_id).terminate(reason=reason)

    async def wake(self, run_id: str) -> bool:
        """End the sleeps that a run is in, now. See `Run.wake`."""
        return await self.get(run_id).wake()

    async def upgrade(self, run_id: str) -> bool:
        """Move a run to the code that the server has. See `Run.upgrade`."""
        return await self.get(run_id).upgrade()

    async def rerun(self, run_id: str, *, new_id: str | None = None) -> Run:
        """Start a new run with the code and the input of another, which stays as it is.

        Raises:
            RunNotFound: There is no such run.
            RunExists: `new_id` is taken.
        """
        body = {"run_id": _draw_id() if new_id is None else check_run_id(new_id)}
        answer = await self._wire.post(f"/v1/runs/{check_run_id(run_id)}/rerun", body)
        return Run(self._wire, answer["run_id"])


@asynccontextmanager
async def connect(
    url: str,
    *,
    token: str | None = None,
    patience_s: float = 30.0,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[Client]:
    """Open a client of the server at `url` until the block ends. Nothing is sent yet.

    `patience_s` is how long a server that is away, starting or busy is tried. What may be sent twice is sent again
    until then; `wake`, which may not, only while it cannot have arrived. `transport` is httpx's: an app in this
    process, a proxy, a certificate of one's own.
    """
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    limits = httpx.Limits(max_connections=None)  # each long poll and each reader holds one
    async with httpx.AsyncClient(base_url=url, headers=headers, transport=transport, limits=limits) as http:
        yield Client(Wire(http, patience_s))


def _draw_id() -> str:
    return new_run_id(secrets.token_bytes(10), time.time_ns() // 1_000_000)
