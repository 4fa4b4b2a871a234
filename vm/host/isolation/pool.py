"""Where isolated bodies run: a bounded number of processes, each for one run, forked from one zygote."""

from __future__ import annotations

import threading
from collections import OrderedDict

from vm.core.events import RunCreated
from vm.core.program import Program
from vm.host.isolation import Isolation
from vm.host.isolation.deaths import Death, explain_death
from vm.host.isolation.forks import Forks
from vm.host.isolation.kills import Kills
from vm.host.isolation.process import BodyProcess
from vm.host.isolation.remote import RemoteReplay
from vm.sandbox.program import SandboxProgram


class BodyPool:
    """Bodies in processes of their own. Used from several threads; a run is fed by one of them at a time.

    The run that has waited longest gives up its process when there are too many. It gets another when it wakes.

    Raises:
        IsolationUnavailable: This system has not what it takes.
    """

    is_aside = True

    def __init__(self, isolation: Isolation) -> None:
        self.kills = Kills()
        self._isolation = isolation
        self._forks = Forks(isolation)
        self._idle: OrderedDict[RemoteReplay, BodyProcess] = OrderedDict()
        self._busy: dict[RemoteReplay, BodyProcess | None] = {}
        self._change = threading.Condition()

    def open(self, program: Program, header: RunCreated) -> RemoteReplay:
        """Return a run whose body gets its process when it is fed first."""
        assert isinstance(program, SandboxProgram), "another process can be told of a bundle, and of nothing else"
        return RemoteReplay(self, program, header)

    def close(self) -> None:
        """End all processes."""
        self._forks.close()

    # ---- for the runs

    def enter(self, run: RemoteReplay) -> BodyProcess:
        """Return the process of a run, to be talked with until `leave` or `bury`. Raises `IsolationUnavailable`."""
        with self._change:
            process = self._busy[run] = self._find_room(run)
        if process is not None:
            return process
        try:
            process = self._forks.fork()
        except BaseException:
            with self._change:
                del self._busy[run]
                self._change.notify()
            raise
        with self._change:
            self._busy[run] = process
            if run.is_closed:
                process.shut()
        return process

    def leave(self, run: RemoteReplay) -> None:
        """The run waits now; whoever needs room may take its process."""
        with self._change:
            process = self._take_busy(run)
            if run.is_closed:
                self._drop(process)
            else:
                self._idle[run] = process

    def bury(self, run: RemoteReplay, death: Death | None) -> Death:
        """End a process that is of no use any more. Return why it is not, which the kernel says unless it is known."""
        with self._change:
            process = self._take_busy(run)
        status = self._forks.end(process)
        words = process.close()
        if death is not None:
            return death
        if status is None:
            return Death("outside", "somebody ended the process that all of them come from")
        limits = self._isolation
        return explain_death(status, memory_mb=limits.memory_mb, cpu_seconds=limits.cpu_seconds, last_words=words)

    def give_up(self, run: RemoteReplay) -> None:
        """Take a run's process away, also from a thread that waits for what it answers."""
        with self._change:
            process = self._idle.pop(run, None)
            if process is not None:
                self._drop(process)
                self._change.notify()
            elif (busy := self._busy.get(run)) is not None:
                busy.shut()

    # ---- inside, with the lock

    def _find_room(self, run: RemoteReplay) -> BodyProcess | None:
        """Return the process that the run has still, or None when there is room for one."""
        while run not in self._idle and len(self._idle) + len(self._busy) >= self._isolation.max_processes:
            if self._idle:
                self._drop(self._idle.popitem(last=False)[1])
            else:
                self._change.wait()
        return self._idle.pop(run, None)

    def _take_busy(self, run: RemoteReplay) -> BodyProcess:
        process = self._busy.pop(run)
        assert process is not None, "who has entered has a process"
        self._change.notify()
        return process

    def _drop(self, process: BodyProcess) -> None:
        self._forks.drop(process)
        process.close()
