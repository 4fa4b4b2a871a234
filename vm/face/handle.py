"""What a program holds of a run: a handle to look at it and to wait for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vm.core.codec import decode
from vm.core.events import CancelRequested, Event, RunCancelled, RunCompleted, RunContinued, RunFailed, decode_event
from vm.core.lifecycle import TERMINAL_RUN, RunStatus
from vm.errors import RunFailed as RunFailedError
from vm.errors import RunUnfinished, RunWasCancelled
from vm.host.warm import WarmRun
from world.changes import HookRecord, StreamRecord
from world.records import RunRecord

if TYPE_CHECKING:
    from vm.face.embed import VM
    from vm.face.reading import StreamReader


class Run:
    """A handle on one run of a world. Cheap; any number may name the same run.

    `is_new` says that the call which returned it made the run, rather than find it there.
    """

    def __init__(self, vm: VM, run_id: str, *, is_new: bool = False) -> None:
        self._vm = vm
        self.run_id = run_id
        self.is_new = is_new

    def __repr__(self) -> str:
        return f"<Run {self.run_id}>"

    def record(self) -> RunRecord:
        """Return the run's row as it stands."""
        return self._vm.world.get_run(self.run_id)

    def status(self) -> RunStatus:
        return self.record().status

    def events(self) -> list[Event]:
        """Return the run's journal, decoded as events; values inside stay encoded."""
        return [decode_event(row.body) for row in self._vm.world.read_journal(self.run_id)]

    async def wait(self) -> RunStatus:
        """Wait until the run has ended, here or in another process, and return its status.

        Raises:
            RunUnfinished: This VM is being closed.
            VMError: Nobody will drive it: it is buried, or this VM could not take it up, or cannot advance it.
        """
        ended = await self._wait_for_end()
        return ended.replay.status if isinstance(ended, WarmRun) else ended.status

    async def _wait_for_end(self) -> WarmRun | RunRecord:
        """Wait until the run has ended; return it as it was when that was committed here, else as the world has it."""
        engine = self._vm.engine
        while True:
            bell, warm = engine.roster.bell(self.run_id), engine.find_warm(self.run_id)
            if warm is None:
                record = self.record()
                if record.status in TERMINAL_RUN:
                    return record
                self._vm.check_driven(record)
            if not self._vm.is_closing:
                await bell.wait()
            if warm is not None and warm.is_recorded:
                return warm
            if self._vm.is_closing:
                raise RunUnfinished(self.run_id)

    async def result(self) -> Any:
        """Wait for the end and return the workflow's value.

        Where the run went on as another one, the result is that one's.

        Raises:
            RunFailed: The workflow failed. The failure itself is its `error` and `__cause__`.
            RunWasCancelled: The run was asked to end, and has.
            RunUnfinished: This VM is being closed before the run has ended.
            VMError: Nobody will drive it: it is buried, or this VM could not take it up, or cannot advance it.
        """
        ended = await self._wait_for_end()
        if isinstance(ended, WarmRun):
            end = ended.end
        else:
            (last,) = self._vm.world.read_journal(self.run_id, after=ended.head - 1)
            end = decode_event(last.body)
        if isinstance(end, RunCompleted):
            return decode(end.output, self._vm.registry.types)
        if isinstance(end, RunContinued):
            return await type(self)(self._vm, end.next).result()
        if isinstance(end, RunCancelled):
            raise self._cancellation(end)
        assert isinstance(end, RunFailed), f"a run ended with {end}"
        error = decode(end.error, self._vm.registry.types)
        raise RunFailedError(self.run_id, error) from error

    def _cancellation(self, end: RunCancelled) -> RunWasCancelled:
        types = self._vm.registry.types
        requests = [event for event in self.events() if isinstance(event, CancelRequested)]
        output = None if end.output is None else decode(end.output, types)
        error = None if end.error is None else decode(end.error, types)
        return RunWasCancelled(self.run_id, requests[0].reason if requests else None, output, error)

    async def cancel(self, *, reason: str | None = None, grace: Any = None) -> bool:
        """Ask the run to end. See `VM.cancel`."""
        return await self._vm.cancel(self.run_id, reason=reason, grace=grace)

    async def terminate(self, *, reason: str | None = None) -> bool:
        """End the run without asking it. See `VM.terminate`."""
        return await self._vm.terminate(self.run_id, reason=reason)

    async def wake(self) -> bool:
        """End the sleeps that the run is in, now. See `VM.wake`."""
        return await self._vm.wake(self.run_id)

    async def upgrade(self, source: Any) -> bool:
        """Move the run to other code. See `VM.upgrade`."""
        return await self._vm.upgrade(self.run_id, source)

    def stream(self, namespace: str | None = None, *, start: int = 0, is_live: bool = True) -> StreamReader:
        """Return a reader of one of the run's streams, from index `start` on. See `StreamReader`."""
        from vm.face.reading import StreamReader

        return StreamReader(self._vm, self.record().run_id, namespace or "", start, is_live=is_live)

    def streams(self) -> list[StreamRecord]:
        """Return the run's streams as they stand, by namespace."""
        return self._vm.world.list_streams(self.run_id)

    def hooks(self) -> list[HookRecord]:
        """Return the run's open hooks, oldest first."""
        return self._vm.world.list_hooks(self.run_id)

    def attributes(self) -> dict[str, Any]:
        """Return what the run's body has set with `set_attributes`."""
        return {name: json.loads(text) for name, text in self._vm.world.get_attributes(self.run_id).items()}
