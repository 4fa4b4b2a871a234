"""The host's end of the zygote: where processes come from, and how they are ended."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from vm.errors import IsolationUnavailable
from vm.host.isolation import Isolation
from vm.host.isolation.orders import DROP, END, ENDED, FORK, FORKED, ORDER, READY, UNKNOWN
from vm.host.isolation.process import BodyProcess

START_S: Final = 60.0  # that a zygote may take to load what bodies need
ANSWER_S: Final = 10.0  # to fork, or to end what it has forked

BOOT: Final = (
    "import json, sys\n"
    "sys.path[:0] = [path for path in json.loads(sys.argv[1]) if path not in sys.path]\n"
    "from vm.host.isolation.zygote import main\n"
    "main()\n"
)

_NEEDED: Final = ("vm", "stdlib_shims", "RestrictedPython", "tzdata", "typing_extensions")
"""Packages that the zygote has to find where this process has found them."""

_KEPT: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Of the environment: what the interpreter itself may need to start."""


class Forks:
    """Forks processes off one zygote, which is started at once and waited for when it is needed first."""

    def __init__(self, isolation: Isolation) -> None:
        if not hasattr(os, "fork") or not hasattr(socket, "send_fds"):
            raise IsolationUnavailable(f"{sys.platform} has no processes that can be forked")
        self._isolation = isolation
        self._lock = threading.Lock()
        self._zygote: Zygote | None = Zygote(isolation)

    def fork(self) -> BodyProcess:
        """Return a new process. Raises `IsolationUnavailable`."""
        with self._lock:
            try:
                return self._living().fork(self._isolation)
            except OSError:  # somebody ended it: there are others
                self._bury()
                return self._living().fork(self._isolation)
            except IsolationUnavailable:
                self._bury()
                raise

    def end(self, process: BodyProcess) -> int | None:
        """End a process and return how it was, as the kernel says it; None when nobody can say."""
        with self._lock:
            if self._zygote is None or process.zygote is not self._zygote:
                return None
            try:
                status = self._zygote.end(process.pid)
            except OSError:
                self._bury()
                return None
        return None if status == UNKNOWN else status

    def drop(self, process: BodyProcess) -> None:
        """End a process that nobody asks about."""
        with self._lock:
            if self._zygote is not None and process.zygote is self._zygote:
                try:
                    self._zygote.drop(process.pid)
                except OSError:
                    self._bury()

    def close(self) -> None:
        """End the zygote, and everything with it."""
        with self._lock:
            self._bury()

    def _living(self) -> Zygote:
        if self._zygote is None:
            self._zygote = Zygote(self._isolation)
        return self._zygote

    def _bury(self) -> None:
        zygote, self._zygote = self._zygote, None
        if zygote is not None:
            zygote.close()


class _Spare(NamedTuple):
    """A process that was asked for, with its ends of what it talks over."""

    limits: tuple[int, int]
    end: socket.socket
    errors: int

    def close(self) -> None:
        self.end.close()
        os.close(self.errors)


class Zygote:
    """A zygote, started. Only one thread may use it at a time.

    A process is asked for before it is needed: it is forked and sealed while something else is done.
    """

    def __init__(self, isolation: Isolation) -> None:
        user = isolation.user
        self._spare: _Spare | None = None
        self._spare_pid: int | None = None  # None: it was asked for, and no answer was read
        group = None if user is None else _group_of(user)
        self._is_ready = False
        self._control, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - read when it does not start, closed with it
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", BOOT, json.dumps(_roots())],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                cwd="/",
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
                start_new_session=True,  # Ctrl-C is the host's
                user=user,
                group=group,
                extra_groups=None if user is None else [],
            )
        except OSError as error:
            self._control.close()
            self._errors.close()
            raise IsolationUnavailable(f"{sys.executable} cannot be started: {error.strerror}") from error
        finally:
            theirs.close()
        with suppress(OSError):  # it died at once: why, is said when a process is wanted
            self._spare = self._order((isolation.memory_mb, isolation.cpu_seconds))

    def fork(self, isolation: Isolation) -> BodyProcess:
        """Return a process with these limits, and have the next one made. Raises `IsolationUnavailable`, `OSError`."""
        limits = (isolation.memory_mb, isolation.cpu_seconds)
        if self._spare is not None and self._spare.limits != limits:
            self.drop(self._find_spare())
            self._spare.close()
            self._spare = None
        spare = self._spare = self._spare or self._order(limits)
        process = BodyProcess(
            self._find_spare(), spare.end, spare.errors, zygote=self, real_seconds=isolation.real_seconds
        )
        self._spare = None
        try:
            self._spare = self._order(limits)
        except BaseException:
            process.close()
            raise
        return process

    def _order(self, limits: tuple[int, int]) -> _Spare:
        """Ask for a process. Who it is is found out later."""
        ours, theirs = socket.socketpair()
        reading, writing = os.pipe()
        spare = _Spare(limits, ours, reading)
        try:
            os.set_blocking(reading, False)
            socket.send_fds(self._control, [ORDER.pack(FORK, *limits)], [theirs.fileno(), writing])
        except BaseException:
            spare.close()
            raise
        finally:
            theirs.close()
            os.close(writing)
        self._spare_pid = None
        return spare

    def _find_spare(self) -> int:
        if self._spare_pid is None:
            self._wait_ready()
            (self._spare_pid,) = FORKED.unpack(self._read(FORKED.size))
        assert self._spare_pid is not None, "it was read just now"
        return self._spare_pid

    def _wait_ready(self) -> None:
        if self._is_ready:
            return
        self._control.settimeout(START_S)
        try:
            self._is_ready = self._read(len(READY)) == READY
        except OSError:
            self._is_ready = False
        if not self._is_ready:
            raise IsolationUnavailable(f"the process to fork from did not start{self._last_words()}")
        self._control.settimeout(ANSWER_S)

    def end(self, pid: int) -> int:
        if self._spare is not None:
            self._find_spare()  # what it answers first is who the spare is
        self._control.sendall(ORDER.pack(END, pid, 0))
        (status,) = ENDED.unpack(self._read(ENDED.size))
        return int(status)

    def drop(self, pid: int) -> None:
        self._control.sendall(ORDER.pack(DROP, pid, 0))

    def close(self) -> None:
        """End it, and all that it forked."""
        if self._spare is not None:
            self._spare.close()
            self._spare = None
        self._control.close()
        try:
            self._process.wait(ANSWER_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def _read(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            chunk = self._control.recv(size - len(found))
            if not chunk:
                raise ConnectionResetError("the zygote is gone")
            found += chunk
        return found

    def _last_words(self) -> str:
        self._errors.seek(0)
        rows = self._errors.read().decode("utf-8", "backslashreplace").strip().splitlines()
        return f": {rows[-1][:200]}" if rows else ""


def _roots() -> list[str]:
    """Return the folders that the zygote finds our code and what it needs in: where this process has them from."""
    roots: dict[str, None] = {}
    for name in _NEEDED:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            folder = Path(spec.origin).parent
            roots[str(folder.parent if spec.submodule_search_locations else folder)] = None
    return list(roots)


def _group_of(user: str) -> int:
    import pwd  # not on every system

    try:
        return pwd.getpwnam(user).pw_gid
    except KeyError:
        raise IsolationUnavailable(f"there is no user {user!r}") from None
