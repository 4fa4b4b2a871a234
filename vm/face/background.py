"""The VM for programs that do not run trio: the host lives in a thread of its own."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import trio

from vm.core.events import Event
from vm.core.lifecycle import RunStatus
from vm.errors import BadInput
from vm.face.embed import VM, open_vm
from vm.face.handle import Run


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

    def start(self, source: Any, *args: Any, **kwargs: Any) -> str:
        """Start a run and return its id. See `VM.start`."""
        run: Run = self._call(lambda vm: vm.start(source, *args, **kwargs))
        return run.run_id

    def result(self, run_id: str) -> Any:
        """Wait for a run's end and return its value, or raise `RunFailed`."""
        return self._call(lambda vm: vm.get(run_id).result())

    def run(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """Start a run and wait for its result."""
        return self._call(lambda vm: vm.run(source, *args, **kwargs))

    def status(self, run_id: str) -> RunStatus:
        async def ask(vm: VM) -> RunStatus:
            return vm.get(run_id).status()

        status: RunStatus = self._call(ask)
        return status

    def events(self, run_id: str) -> list[Event]:
        async def ask(vm: VM) -> list[Event]:
            return vm.get(run_id).events()

        events: list[Event] = self._call(ask)
        return events

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
