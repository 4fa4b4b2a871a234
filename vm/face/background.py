"""The VM for programs that do not run trio: the host lives in a thread of its own."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import trio

from vm.core.events import Event
from vm.core.lifecycle import RunStatus
from vm.errors import BadInput, VMError
from vm.face.embed import VM, open_vm
from vm.face.handle import Run
from vm.face.reading import BackgroundReader
from vm.host.mailer import Resumed
from world.changes import HookRecord, StreamRecord
from world.records import RunRecord

Answer = TypeVar("Answer")


class BackgroundVM:
    """The VM for plain or asyncio programs: the host runs in a thread of its own. Use it in a `with`.

    Its methods block until they have their answer; they may be called from any thread.
    """

    def __init__(self, url: str | None = None, **options: Any) -> None:
        self._open = functools.partial(open_vm, url, **options)
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._stop: trio.Event | None = None
        self._token: trio.lowlevel.TrioToken | None = None
        self._vm: VM | None = None
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        self._ready.clear()
        self._failure = None
        self._thread = threading.Thread(target=self._serve, name="vm-host", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._thread is not None
        if self._token is not None and self._stop is not None:
            with suppress(trio.RunFinishedError):  # the host ended by itself; why is raised below
                self._token.run_sync_soon(self._stop.set)
        self._thread.join()
        if self._failure is not None and error is None:
            raise self._failure

    # ---- what a VM does

    def start(self, source: Any, *args: Any, **kwargs: Any) -> str:
        """Start a run and return its id. See `VM.start`."""
        run: Run = self._call(lambda vm: vm.start(source, *args, **kwargs))
        return run.run_id

    def start_with(
        self, source: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None, **options: Any
    ) -> str:
        """Start a run with options and return its id. See `VM.start_with`."""
        run: Run = self._call(lambda vm: vm.start_with(source, args, kwargs, **options))
        return run.run_id

    def start_many(self, source: Any, inputs: Iterable[Sequence[Any] | Mapping[str, Any]], **options: Any) -> list[str]:
        """Start a run for each of `inputs` and return their ids. See `VM.start_many`."""
        runs: list[Run] = self._call(lambda vm: vm.start_many(source, inputs, **options))
        return [run.run_id for run in runs]

    def run(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """Start a run and wait for its result."""
        return self._call(lambda vm: vm.run(source, *args, **kwargs))

    def resume(self, run_id: str, *, steps: Iterable[str | Path] = ()) -> str:
        """Drive an interrupted run on, and return its id. See `VM.resume`."""
        run: Run = self._call(lambda vm: vm.resume(run_id, steps=steps))
        return run.run_id

    def rerun(self, run_id: str, *, new_id: str | None = None) -> str:
        """Start a new run with the code and the input of another; return its id. See `VM.rerun`."""
        run: Run = self._call(lambda vm: vm.rerun(run_id, new_id=new_id))
        return run.run_id

    def revive(self, run_id: str) -> bool:
        """Put a buried run back in the queue. See `VM.revive`."""
        return self._look(lambda vm: vm.revive(run_id))

    def resume_hook(self, token: str, payload: Any = None, *, idempotency_key: str | None = None) -> Resumed:
        """Send a payload to the hook that has a token. See `VM.resume_hook`."""
        resumed: Resumed = self._call(lambda vm: vm.resume_hook(token, payload, idempotency_key=idempotency_key))
        return resumed

    def cancel(self, run_id: str, *, reason: str | None = None, grace: Any = None) -> bool:
        """Ask a run to end. See `VM.cancel`."""
        return bool(self._call(lambda vm: vm.cancel(run_id, reason=reason, grace=grace)))

    def terminate(self, run_id: str, *, reason: str | None = None) -> bool:
        """End a run without asking it. See `VM.terminate`."""
        return bool(self._call(lambda vm: vm.terminate(run_id, reason=reason)))

    def wake(self, run_id: str) -> bool:
        """End the sleeps that a run is in, now. See `VM.wake`."""
        return bool(self._call(lambda vm: vm.wake(run_id)))

    def upgrade(self, run_id: str, source: Any) -> bool:
        """Move a run in flight to other code. See `VM.upgrade`."""
        return bool(self._call(lambda vm: vm.upgrade(run_id, source)))

    @property
    def problems(self) -> dict[str, VMError]:
        """The unfinished runs that could not be taken up or advanced here, and why."""
        return self._look(lambda vm: dict(vm.problems))

    # ---- what a `Run` does

    def record(self, run_id: str) -> RunRecord:
        """Return a run's row as it stands."""
        return self._look(lambda vm: vm.get(run_id).record())

    def status(self, run_id: str) -> RunStatus:
        return self._look(lambda vm: vm.get(run_id).status())

    def events(self, run_id: str) -> list[Event]:
        """Return a run's journal, decoded as events; values inside stay encoded."""
        return self._look(lambda vm: vm.get(run_id).events())

    def wait(self, run_id: str) -> RunStatus:
        """Wait until a run has ended, and return its status. See `Run.wait`."""
        status: RunStatus = self._call(lambda vm: vm.get(run_id).wait())
        return status

    def result(self, run_id: str) -> Any:
        """Wait for a run's end and return its value. See `Run.result`."""
        return self._call(lambda vm: vm.get(run_id).result())

    def stream(
        self, run_id: str, namespace: str | None = None, *, start: int = 0, is_live: bool = True
    ) -> BackgroundReader:
        """Return a reader of one of a run's streams, for plain `for` loops. See `Run.stream`."""
        reader = self._look(lambda vm: vm.get(run_id).stream(namespace, start=start, is_live=is_live))
        return BackgroundReader(self._call, reader)

    def streams(self, run_id: str) -> list[StreamRecord]:
        """Return a run's streams as they stand, by namespace."""
        return self._look(lambda vm: vm.get(run_id).streams())

    def hooks(self, run_id: str) -> list[HookRecord]:
        """Return a run's open hooks, oldest first."""
        return self._look(lambda vm: vm.get(run_id).hooks())

    def attributes(self, run_id: str) -> dict[str, Any]:
        """Return what a run's body has set with `set_attributes`."""
        return self._look(lambda vm: vm.get(run_id).attributes())

    def _look(self, ask: Callable[[VM], Answer]) -> Answer:
        """Ask something that the host answers at once."""

        async def answer(vm: VM) -> Answer:
            return ask(vm)

        answered: Answer = self._call(answer)
        return answered

    def _call(self, ask: Callable[[VM], Any]) -> Any:
        if self._vm is None or self._token is None:
            raise BadInput("the VM is not open", fix="use it inside `with BackgroundVM(...) as vm:`")
        try:
            return trio.from_thread.run(ask, self._vm, trio_token=self._token)
        except (trio.RunFinishedError, trio.Cancelled) as error:
            raise BadInput(
                "the VM was closed meanwhile", fix="leave its `with` when nobody uses it any more"
            ) from error

    def _serve(self) -> None:
        try:
            trio.run(self._main)
        except BaseException as error:  # noqa: BLE001 - handed to the thread that owns this VM
            self._failure = error
        finally:
            self._vm = None
            self._ready.set()

    async def _main(self) -> None:
        async with self._open() as vm:
            self._vm = vm
            self._stop = trio.Event()
            self._token = trio.lowlevel.current_trio_token()
            self._ready.set()
            await self._stop.wait()
