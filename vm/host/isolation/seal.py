"""What a body's process gives up before it sees a line of the author's: for good, whatever runs in it later."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import time
from typing import Final

from vm.host.isolation import syscalls

MIB: Final = 2**20

IS_LINUX: Final = sys.platform == "linux"

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38

_PRCTL: Final = ctypes.CDLL(None, use_errno=True).prctl if IS_LINUX else None

_NOTHING: Final = ("RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_NPROC", "RLIMIT_NOFILE", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE")
"""Of these a body has none. A system that does not know one goes without."""


def protections() -> dict[str, bool]:
    """Say which walls there are on this system, by name."""
    return {
        "memory": IS_LINUX,  # macOS knows the limit and does not keep it
        "cpu": True,
        "files": True,
        "no_new_privileges": IS_LINUX,
        "dies_with_host": IS_LINUX,
        "system_calls": syscalls.is_supported(),
    }


def seal(*, memory_mb: int, parent: int) -> None:
    """Close this process to the world outside. `parent` is who must be alive, for it to live."""
    prctl = _PRCTL
    if prctl is not None:
        _set(prctl, _PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(0)  # it died before that was said
        _set(prctl, _PR_SET_DUMPABLE, 0)
        _set(prctl, _PR_SET_NO_NEW_PRIVS, 1)
    if IS_LINUX:
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * MIB, memory_mb * MIB))
    for name in _NOTHING:
        number = getattr(resource, name, None)
        if number is not None:
            resource.setrlimit(number, (0, 0))
    if prctl is not None and syscalls.is_supported():
        syscalls.install(prctl)


def _set(prctl: ctypes._NamedFuncPointer, option: int, value: int) -> None:
    if prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option}) was refused")


def grant_cpu(seconds: int) -> None:
    """Let this process compute for so many seconds more. The kernel ends it when they are used up."""
    used = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + 1 + seconds, resource.RLIM_INFINITY))
