"""Bytes that are kept between processes, by name, in a folder of the user's own.

What is kept may be code, as `marshal` writes it: whoever can write it can run anything as this user. So nothing
is read or written unless the folder and the file are this user's and nobody else may write them. A digest tells
a torn or damaged file. Whatever goes wrong here costs a compilation, never a run: it is said once, to the log
`vm.kept` at level debug.

`$VM_CACHE` names the folder; empty, it keeps nothing.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

MOST_FILES: Final = 500
MOST_BYTES: Final = 64 * 1024 * 1024

_FORM: Final = b"vm-kept 1\n"
_SUFFIX: Final = ".kept"
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


class _Unsafe(OSError):
    """Somebody else owns what is kept, or may write it."""


def give(bodies: Mapping[str, bytes]) -> None:
    """Have `load` find what another process has kept, by name, without a folder."""
    _given.update(bodies)


_given: Final[dict[str, bytes]] = {}


def load(name: str) -> bytes | None:
    """Return what is kept under a name, or None."""
    given = _given.get(name)
    if given is not None:
        return given
    folder = find_folder()
    if folder is None:
        return None
    try:
        _check(folder, os.stat(folder))
        data = _read(folder / f"{name}{_SUFFIX}")
    except FileNotFoundError:
        return None
    except OSError as error:
        _say(str(folder), str(error))
        return None
    digest, body = data[len(_FORM) : len(_FORM) + 32], data[len(_FORM) + 32 :]
    return body if data.startswith(_FORM) and hashlib.sha256(body).digest() == digest else None


def store(name: str, body: bytes) -> None:
    """Keep bytes under a name. What has been kept longest makes room."""
    folder = find_folder()
    if folder is None:
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check(folder, os.stat(folder))
        _write(folder / f"{name}{_SUFFIX}", _FORM + hashlib.sha256(body).digest() + body)
        _make_room(folder)
    except OSError as error:
        _say(str(folder), str(error))


def find_folder() -> Path | None:
    """Return where things are kept, or None when they are not to be."""
    chosen = os.environ.get("VM_CACHE")
    if chosen is not None:
        return Path(chosen).absolute() if chosen else None
    home = os.environ.get("USERPROFILE" if os.name == "nt" else "HOME")
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or (home and os.path.join(home, "AppData", "Local"))
    elif sys.platform == "darwin":
        base = home and os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or (home and os.path.join(home, ".cache"))
    return Path(base, "workflow-vm").absolute() if base else None


def _read(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        _check(path, status)
        return file.read() if stat.S_ISREG(status.st_mode) else b""


def _write(path: Path, data: bytes) -> None:
    """Write a file under another name first: nobody ever sees half of it."""
    unfinished = path.with_name(f"{path.stem}-{os.getpid()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(unfinished, flags, 0o600), "wb") as file:
        file.write(data)
    os.replace(unfinished, path)


def _check(path: Path, status: os.stat_result) -> None:
    user = getattr(os, "geteuid", getattr(os, "getuid", None))  # WebAssembly has the second only, Windows neither
    if user is not None and (status.st_uid != user() or status.st_mode & _OTHERS_WRITE):
        raise _Unsafe(f"{path} is not this user's alone to write")


def _make_room(folder: Path) -> None:
    """Remove the oldest files until what is left is within the limits."""
    with os.scandir(folder) as entries:
        found = [(entry.stat(follow_symlinks=False), entry.path) for entry in entries]
    left = sum(status.st_size for status, _ in found)
    found.sort(key=lambda item: (item[0].st_mtime_ns, item[1]))
    for count, (status, path) in enumerate(found):
        if len(found) - count <= MOST_FILES and left <= MOST_BYTES:
            return
        os.unlink(path)
        left -= status.st_size


@lru_cache(maxsize=16)
def _say(folder: str, why: str) -> None:
    import logging  # rarely needed

    logging.getLogger("vm.kept").debug("nothing is kept in %s: %s", folder, why)
