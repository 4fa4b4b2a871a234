"""What shows that source got out: audit events, things that a body must not hold, marks left on the host."""

from __future__ import annotations

import builtins
import io
import os
import sys
import sysconfig
import types
from collections.abc import Iterator, Mapping
from typing import Any, Final

import stdlib_shims
from stdlib_shims.face import Face, members_of
from vm.core.context import Context
from vm.core.kernel import Kernel
from vm.sandbox.guards import Guards
from vm.sandbox.importer import Importer

FILE: Final = "workflow.py"
FORBIDDEN_EVENTS: Final = (
    "open", "os.", "subprocess.", "socket.", "ctypes.", "shutil.", "tempfile.", "pathlib.", "gc.", "pickle.",
    "code.__new__", "function.__new__", "sys._current_frames", "sys.settrace", "sys.setprofile", "_thread.",
)  # fmt: skip
FORBIDDEN_KINDS: Final = (
    types.ModuleType, types.FrameType, types.CodeType, types.TracebackType, types.CellType, io.IOBase,
    Kernel, Context, Guards, Importer,
)  # fmt: skip
FORBIDDEN_THINGS: Final = [
    getattr(builtins, name) for name in ("eval", "exec", "compile", "open", "__import__", "input")
]
MAX_SEEN: Final = 5_000
_LIBRARIES: Final = tuple({os.path.dirname(os.__file__), sysconfig.get_path("purelib"), os.getcwd()})


class AuditWatch:
    """Notes what the interpreter reports while it is armed. An audit hook cannot be taken out again."""

    def __init__(self) -> None:
        self.is_armed = False
        self.seen: list[str] = []
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_armed:
            return
        if event == "object.__getattr__":  # who reads it: not by f_code, which would be reported in turn
            if sys._getframe(1).f_globals.get("__file__") != FILE:
                return
            self.seen.append(f"{FILE} reads {arguments[1]} of a {type(arguments[0]).__name__}")
        elif event.startswith(FORBIDDEN_EVENTS) and not _is_import(event, arguments) and not _is_ours(event):
            self.seen.append(event)


def _is_import(event: str, arguments: tuple[Any, ...]) -> bool:
    """A library that the interpreter itself loads late, as `strptime` does."""
    return event in ("open", "os.listdir") and str(arguments[0]).startswith(_LIBRARIES)


def _is_ours(event: str) -> bool:
    """What a guard of the sandbox's asks of the collector: how deep objects in C lie in one another."""
    caller = str(sys._getframe(2).f_globals.get("__name__"))
    return event == "gc.get_referents" and caller == "stdlib_shims.nesting"


def find_forbidden(root: object) -> str | None:
    """Return what a body holds and must not, reached through containers and instances; None when all is well."""
    seen: dict[int, object] = {}
    queue = [root]
    while queue and len(seen) < MAX_SEEN:
        value = queue.pop()
        if id(value) in seen:
            continue
        seen[id(value)] = value
        if isinstance(value, FORBIDDEN_KINDS) or any(value is thing for thing in FORBIDDEN_THINGS):
            return f"the body holds a {type(value).__name__}"
        if isinstance(value, type) and issubclass(value, type) and value.__module__ != "vm.sandbox.classes":
            return f"the body holds the metaclass {value.__name__}"
        queue.extend(_inside(value))
    return None


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from dict.keys(value)
        yield from dict.values(value)
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from value


def snapshot() -> Mapping[str, tuple[str, ...]]:
    """Return the attribute names of every function and class that the shims hand out."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in _offered():
        try:
            found[name] = tuple(sorted(map(str, vars(value))))
        except TypeError:  # no __dict__: nothing can be left there
            continue
    return found


def _offered() -> Iterator[tuple[str, object]]:
    for module in sorted(stdlib_shims.NAMES):
        face = stdlib_shims.make(module, _RUN)
        assert isinstance(face, Face)
        for member in members_of(face):
            yield f"{module}.{member}", getattr(face, member)


class _NoRun:
    """A run for faces that are only looked at."""

    run_id = seed = "fuzz"
    now_ms = started_ms = 0

    def __init__(self) -> None:
        from random import Random

        self.random = self.id_random = Random(0)

    def write_log(self, level: str, text: str) -> None:
        """Take a line, and forget it."""


_RUN: Final = _NoRun()
