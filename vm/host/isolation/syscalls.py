"""A filter on system calls, for a process that computes, reads and writes, and does nothing else.

Default deny: whatever is in neither table ends the process. Written as the kernel takes it (seccomp-bpf), since the
library for it on PyPI has seen no release since 2021, and the whole program is one list of numbers.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from typing import Final

ALLOWED: Final = {
    "read": 0, "write": 1, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13,
    "rt_sigprocmask": 14, "rt_sigreturn": 15, "sched_yield": 24, "mremap": 25, "madvise": 28, "sendto": 44,
    "recvfrom": 45, "exit": 60, "gettimeofday": 96, "getrusage": 98, "sigaltstack": 131, "gettid": 186, "futex": 202,
    "restart_syscall": 219, "clock_gettime": 228, "exit_group": 231, "getrandom": 318,
}  # fmt: skip
"""What an interpreter needs that computes and talks over a socket it has: x86-64's numbers."""

ABSENT: Final = {
    "fstat": 5, "lseek": 8, "ioctl": 16, "getpid": 39, "prctl": 157, "tgkill": 234, "newfstatat": 262,
    "rseq": 334,
}  # fmt: skip
"""What the C library or the interpreter may try and do without: answered as if the kernel had no such call."""

_SET_LIMIT: Final = 302  # prlimit64
_RLIMIT_CPU: Final = 0

_MACHINE: Final = 0xC000003E  # AUDIT_ARCH_X86_64
_X32_BIT: Final = 0x40000000  # numbers of the other ABI of the same machine

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_JMP|JGE|K, BPF_RET|K
_NUMBER_AT, _MACHINE_AT, _FIRST_ARGUMENT_AT, _SECOND_ARGUMENT_AT = 0, 4, 16, 24  # in struct seccomp_data
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000  # the process, not the thread alone
_FAIL: Final = 0x00050000  # with the errno in the low half

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


def is_supported() -> bool:
    return sys.platform == "linux" and platform.machine() == "x86_64"


def program() -> list[Instruction]:
    """Return the filter. It may set its own limit of CPU time, and no other limit."""
    check = [
        (_LOAD, 0, 0, _MACHINE_AT), (_EQUAL, 1, 0, _MACHINE), (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT), (_AT_LEAST, 0, 1, _X32_BIT), (_RETURN, 0, 0, _KILL),
    ]  # fmt: skip
    for number in ALLOWED.values():
        check += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    for number in ABSENT.values():
        check += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _FAIL | errno.ENOSYS)]
    return [
        *check,
        (_EQUAL, 1, 0, _SET_LIMIT), (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT), (_EQUAL, 1, 0, 0), (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _SECOND_ARGUMENT_AT), (_EQUAL, 1, 0, _RLIMIT_CPU), (_RETURN, 0, 0, _KILL),
        (_RETURN, 0, 0, _ALLOW),
    ]  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install(prctl: ctypes._NamedFuncPointer) -> None:
    """Put the filter on this process, for good. It must have given up gaining rights (`PR_SET_NO_NEW_PRIVS`)."""
    instructions = program()
    packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in instructions)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    given = _Program(len(instructions), ctypes.cast(buffer, ctypes.c_void_p))
    if prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(given), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the filter on system calls was refused")
