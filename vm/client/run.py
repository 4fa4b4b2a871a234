"""A handle on a run that a server drives."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

import anyio

from vm.client.records import Chunk, Event, Hook, RunInfo, read_chunk, read_event, read_hook, read_run
from vm.client.refusals import rebuild
from vm.core.lifecycle import TERMINAL_RUN, RunStatus
from vm.errors import RunFailed, RunWasCancelled

if TYPE_CHECKING:
    from vm.client.wire import Wire

POLL_S: Final = 50  # of one long poll: below what proxies cut off
PAUSE_S: Final = 0.2  # after a poll that came back early: the server shuts down
PAGE: Final = 500


class Run:
    """A handle on one run. Cheap; any number may name the same run."""

    def __init__(self, wire: Wire, run_id: str) -> None:
        self._wire = wire
        self.run_id = run_id

    def __repr__(self) -> str:
        return f"<Run {self.run_id}>"

    @property
    def _path(self) -> str:
        return f"/v1/runs/{self.run_id}"

    async def info(self) -> RunInfo:
        """Return the run's row as it stands. Raises `RunNotFound`."""
        return read_run((await self._wire.get(self._path)).json())

    async def status(self) -> RunStatus:
        return (await self.info()).status

    async def wait(self) -> RunStatus:
        """Wait until the run has ended, however often the server is away meanwhile, and return its status.

        Raises:
            ServerUnreachable: It has been away for too long.
            RunNotFound, RunBuried, VMError: There is no such run, or nobody will drive it.
        """
        return RunStatus((await self._await_end())["status"])

    async def result(self) -> Any:
        """Wait for the end and return the workflow's value, as plain JSON.

        Where the run went on as another one, the result is that one's.

        Raises:
            RunFailed: The workflow failed. What it failed with is `error`: a `RemoteError`, with its causes.
            RunWasCancelled: The run was asked to end, and has.
            ServerUnreachable, RunNotFound, RunBuried, VMError: As for `wait`.
        """
        found = await self._await_end()
        if found["next"] is not None:
            return await Run(self._wire, found["next"]).result()
        error = None if found["error"] is None else rebuild(found["error"])
        if found["status"] == RunStatus.CANCELLED:
            raise RunWasCancelled(self.run_id, await self._reason(), found["output"], error)
        if error is not None:
            raise RunFailed(self.run_id, error) from error
        return found["output"]

    async def _await_end(self) -> dict[str, Any]:
        while True:
            began = anyio.current_time()
            answer = await self._wire.get(f"{self._path}/result", wait_s=POLL_S, wait=POLL_S)
            found: dict[str, Any] = answer.json()
            if found["status"] in TERMINAL_RUN:
                return found
            if anyio.current_time() - began < POLL_S / 2:
                await anyio.sleep(PAUSE_S)

    async def _reason(self) -> str | None:
        requests = [event for event in await self.events() if event.type == "cancel_requested"]
        return requests[0].details.get("reason") if requests else None

    async def events(self) -> list[Event]:
        """Return the run's journal as it stands."""
        found: list[Event] = []
        is_more = True
        while is_more:
            page = (await self._wire.get(f"{self._path}/events", after=len(found), limit=PAGE)).json()
            found += map(read_event, page["events"])
            is_more = page["is_more"] and bool(page["events"])
        return found

    async def follow(self, after: int = 0) -> AsyncGenerator[Event, None]:
        """Yield the run's events behind position `after` as they come, to its end. Lives through broken connections.

        Raises:
            ServerUnreachable: The server has been away for too long.
        """
        async with aclosing(self._wire.follow(f"{self._path}/events/live", after)) as documents:
            async for document in documents:
                yield read_event(document)

    async def stream(self, namespace: str | None = None, *, start: int = 0) -> AsyncGenerator[Chunk, None]:
        """Yield the chunks of one of the run's streams as they come, until it is closed or the run has ended.

        `start` is the first that is wanted; below zero it counts from the end. Lives through broken connections: no
        chunk is missed, none comes twice.

        Raises:
            ServerUnreachable: The server has been away for too long.
        """
        path = f"{self._path}/stream"
        async with aclosing(self._wire.follow(path, -1, namespace=namespace, startIndex=start)) as documents:
            async for document in documents:
                yield read_chunk(document)

    async def graph(self) -> dict[str, Any]:
        """Return where each step of a graph's run stands: `status`, `steps` by path, `suspended`, `outline`, ...

        Raises:
            GraphRefused: It is no run of a graph, or has not begun.
        """
        found: dict[str, Any] = (await self._wire.get(f"{self._path}/graph")).json()
        return found

    async def resume(
        self,
        step: str | None = None,
        resume_data: Any = None,
        *,
        label: str | None = None,
        foreach_index: int | None = None,
    ) -> None:
        """Resume a suspended step of a graph: the one that is named, or the only one.

        Raises:
            GraphRefused: Nothing waits by that name, or several do.
            ResumeAlreadyClaimed: Somebody else was first.
            BadInput: The data is not of the step's schema.
        """
        body = {"step": step, "resume_data": resume_data, "label": label, "foreach_index": foreach_index}
        await self._wire.post(f"{self._path}/graph/resume", body, is_repeatable=False)

    async def time_travel(
        self, step: str, input_data: Any = None, *, context: dict[str, Any] | None = None, run_id: str | None = None
    ) -> Run:
        """Start a new run of the graph that begins at a step, with the results before it. This one stays as it was.

        Raises:
            GraphRefused: The graph has no such step.
        """
        body = {"step": step, "input_data": input_data, "context": context, "run_id": run_id}
        answer = await self._wire.post(f"{self._path}/graph/time-travel", body, is_repeatable=run_id is not None)
        return Run(self._wire, answer["run_id"])

    async def graph_events(self, after: int = -1) -> AsyncGenerator[dict[str, Any], None]:
        """Yield what happens to a graph's steps behind index `after`, as it comes, until the run has ended."""
        async with aclosing(self._wire.follow(f"{self._path}/graph/events", after)) as documents:
            async for document in documents:
                yield document

    async def cancel(self, *, reason: str | None = None, grace: str | None = None) -> bool:
        """Ask the run to end. It may clean up for `grace` ("30s"). Returns False when it has ended already."""
        return await self._say("cancel", {"reason": reason, "grace": grace})

    async def terminate(self, *, reason: str | None = None) -> bool:
        """End the run without asking it. Returns False when it has ended already."""
        return await self._say("terminate", {"reason": reason})

    async def wake(self) -> bool:
        """End the sleeps that the run is in, now. Returns False when it has ended already."""
        return await self._say("wake", {}, is_repeatable=False)

    async def upgrade(self) -> bool:
        """Move the run to the code that the server has of its workflow. Returns False when it has that code already.

        Raises:
            DivergenceError, UpgradeDeclined: It cannot go on with that code; it stays as it is.
            RunEnded: It is over.
        """
        return bool((await self._wire.post(f"{self._path}/upgrade", {}))["moved"])

    async def hooks(self) -> list[Hook]:
        """Return the run's open hooks, oldest first."""
        return [read_hook(row) for row in (await self._wire.get(f"{self._path}/hooks")).json()["hooks"]]

    async def _say(self, verb: str, body: dict[str, Any], *, is_repeatable: bool = True) -> bool:
        answer = await self._wire.post(f"{self._path}/{verb}", body, is_repeatable=is_repeatable)
        return bool(answer["sent"])
