"""Who holds a lease: a name that other processes on this machine can check for life."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def owner_name() -> str:
    """Return this process's name as a lease holder: `host/pid/start`, unique over restarts of the machine."""
    return f"{socket.gethostname()}/{os.getpid()}/{_start_of(os.getpid())}"


def is_dead(owner: str) -> bool:
    """Say whether `owner` is a process of this machine that certainly no longer runs.

    False when it cannot be told (another machine, another naming): its lease has to expire.
    """
    host, _, rest = owner.partition("/")
    pid_text, _, start = rest.partition("/")
    if host != socket.gethostname() or not pid_text.isdigit():
        return False
    pid = int(pid_text)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # it lives, and is somebody else's
    current = _start_of(pid)
    return bool(start and current) and start != current


def _start_of(pid: int) -> str:
    """Return when a process started, in the kernel's own units, or "" where that cannot be read."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()[:8]
    except OSError:
        return ""
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state == "Z" else f"{boot}-{fields[18]}"
