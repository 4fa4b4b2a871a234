"""Who holds a lease: a name that other processes on this machine can check for life."""

from __future__ import annotations

import itertools
import os
import socket
from pathlib import Path
from typing import Final

_SERIAL: Final = itertools.count(1)
_LIVING: Final[set[str]] = set()  # the owners in this process that have not been given up


def new_owner() -> str:
    """Return a new name for a lease holder: `host/pid/start/serial`, unique over restarts of the machine.

    Each engine has its own, so that two in one process are as apart as two processes. `retire_owner` says
    that it holds nothing any more.
    """
    owner = f"{socket.gethostname()}/{os.getpid()}/{_start_of(os.getpid())}/{next(_SERIAL)}"
    _LIVING.add(owner)
    return owner


def retire_owner(owner: str) -> None:
    """Say that a name of this process is used no longer: whatever it still holds may be taken over."""
    _LIVING.discard(owner)


def is_dead(owner: str) -> bool:
    """Say whether `owner` certainly drives nothing any more: its process is gone, or has retired the name.

    False when it cannot be told (another machine, another naming): its lease has to expire.
    """
    host, pid_text, start, _ = [*owner.split("/"), "", "", ""][:4]
    if host != socket.gethostname() or not (pid_text.isascii() and pid_text.isdigit()):
        return False
    pid = int(pid_text)
    if pid == os.getpid() and start == _start_of(pid):
        return owner not in _LIVING
    return not _is_running(pid, start)


def _is_running(pid: int, start: str) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass  # it lives, and is somebody else's
    current = _start_of(pid)
    return not (start and current) or start == current


def _start_of(pid: int) -> str:
    """Return when a process started, in the kernel's own units, or "" where that cannot be read."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()[:8]
    except OSError:
        return ""
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state == "Z" else f"{boot}-{fields[18]}"
