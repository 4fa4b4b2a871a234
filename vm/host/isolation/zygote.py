"""The process that bodies' processes are forked from: started clean, loaded once, alone with itself.

It never sees an author's code. It does what the host tells it over one socket: fork, or end what it has forked. When
the host is gone, so is it, and everything that it forked.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import socket
import sys
from contextlib import suppress
from typing import Final, NoReturn

from vm.host.isolation.child import end_badly, serve
from vm.host.isolation.orders import DROP, ENDED, FORK, FORKED, ORDER, READY, UNKNOWN
from vm.host.isolation.preload import prepare
from vm.host.isolation.seal import seal

PATIENCE_S: Final = 5.0  # between two looks at whether the host lives

_HIGHEST_FD: Final = 4096


def main() -> NoReturn:
    """Serve the host whose socket is on stdin, until it is gone."""
    control = socket.socket(fileno=os.dup(0))
    _take(os.open(os.devnull, os.O_RDONLY), 0)
    prepare()
    os.umask(0o077)
    os.environ.clear()
    gc.collect()
    gc.freeze()  # what is shared with all that is forked stays shared: a collection would write to it
    control.sendall(READY)
    _Zygote(control).serve()


class _Zygote:
    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._host = os.getppid()
        self._living: set[int] = set()

    def serve(self) -> NoReturn:
        while True:
            request, fds = self._receive()
            order, first, second = ORDER.unpack(request)
            if order == FORK:
                self._fork(fds, first, second)
                continue
            status = self._end(first) if first in self._living else UNKNOWN
            if order != DROP:
                self._control.sendall(ENDED.pack(status))

    def _receive(self) -> tuple[bytes, list[int]]:
        self._control.settimeout(PATIENCE_S)
        while True:
            try:
                request, fds, _, _ = socket.recv_fds(self._control, ORDER.size, 2)
            except TimeoutError:
                if os.getppid() == self._host:
                    continue
                self._leave()
            except OSError:
                self._leave()
            if len(request) == ORDER.size:
                return request, fds
            self._leave()

    def _fork(self, fds: list[int], memory_mb: int, cpu_seconds: int) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._control.close()
            _become_body(fds, memory_mb=memory_mb, cpu_seconds=cpu_seconds, parent=parent)
        for fd in fds:
            os.close(fd)
        self._living.add(pid)
        self._control.sendall(FORKED.pack(pid))

    def _end(self, pid: int) -> int:
        """End a process that was not waited for: its number is its own until then."""
        self._living.discard(pid)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)  # one that is over already stays over as it was
        return os.waitpid(pid, 0)[1]

    def _leave(self) -> NoReturn:
        for pid in list(self._living):
            self._end(pid)
        os._exit(0)


def _become_body(fds: list[int], *, memory_mb: int, cpu_seconds: int, parent: int) -> NoReturn:
    code = 0
    try:
        end, errors = fds
        _take(errors, 1, 2)
        _take(end, 3)
        os.closerange(4, min(_HIGHEST_FD, resource.getrlimit(resource.RLIMIT_NOFILE)[0]))
        channel = socket.socket(fileno=3)
        seal(memory_mb=memory_mb, parent=parent)
        serve(channel, cpu_seconds)
    except BaseException as error:  # noqa: BLE001 - the last resort of a process: it says what it was, and is gone
        code = end_badly(error)
    os._exit(code)


def _take(fd: int, *places: int) -> None:
    """Put a file at fixed places."""
    for place in places:
        os.dup2(fd, place, inheritable=True)
    if fd not in places:
        os.close(fd)


if __name__ == "__main__":
    sys.exit("this is started by a host")
