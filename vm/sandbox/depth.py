"""How deep a body's calls stand in one another, told the same way on every Python.

A plain call of one function of the author's by another takes none of the machine's stack. What the interpreter's own
code calls, an operator, an attribute, a loop over a generator, takes a piece of it, and how many there may be differs:
3.12 allows some 370 representations in one another and dies of 760 generators. So these count four each.
"""

from __future__ import annotations

import dis
from collections.abc import Collection
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from types import CodeType, FrameType
from typing import Final

from vm.core.kernel import BOTTOM

HEAVY: Final = 4
"""Plain calls that a call from the interpreter's own code counts as."""

SHALLOW: Final = 100
"""Frames up to which nobody weighs them."""

DEEP_UNITS: Final = 64
"""Calls from the interpreter's own code until somebody looks again."""

_INLINED: Final = frozenset(("<listcomp>", "<setcomp>", "<dictcomp>"))  # frames of their own before 3.12
_ITERATING: Final = CO_GENERATOR | CO_ASYNC_GENERATOR
_CACHE: Final = dis.opmap.get("CACHE", 0)
_CALLS: Final = frozenset(
    code for name, code in dis.opmap.items() if name.startswith(("CALL", "PRECALL")) and "INTRINSIC" not in name
)


class Depth:
    """Counts the frames of the author's `files`."""

    __slots__ = ("_files", "_instructions")

    def __init__(self, files: Collection[str]) -> None:
        self._files = files
        self._instructions: dict[CodeType, bytes] = {}  # of callers: each reading makes another copy

    def weigh(self, frame: FrameType | None) -> int:
        """Return how deep the calls are that a frame stands on, in plain calls. The host's below are not counted."""
        files, depth = self._files, 0
        while frame is not None and frame.f_code is not BOTTOM:
            code, frame = frame.f_code, frame.f_back
            if code.co_filename in files and code.co_name not in _INLINED:
                depth += 1 if self._is_plain(code, frame) else HEAVY
        return depth

    def count(self, frame: FrameType | None) -> int:
        """Return how many calls a frame stands on."""
        files, depth = self._files, 0
        while frame is not None and frame.f_code is not BOTTOM:
            depth += frame.f_code.co_filename in files and frame.f_code.co_name not in _INLINED
            frame = frame.f_back
        return depth

    def _is_plain(self, code: CodeType, caller: FrameType | None) -> bool:
        """Whether a frame was entered by a call that is written in the author's source, of the function itself."""
        flags, name = code.co_flags, code.co_name
        if flags & CO_COROUTINE:
            return True
        if flags & _ITERATING or (name[:2] == "__" == name[-2:]):
            return False
        if caller is None or caller.f_code.co_filename not in self._files:
            return caller is None or caller.f_code is BOTTOM
        calling = caller.f_code
        instructions = self._instructions.get(calling)
        if instructions is None:
            instructions = self._instructions[calling] = calling.co_code
        at = caller.f_lasti
        while instructions[at] == _CACHE:  # until 3.12 a caller stands behind the call, on what belongs to it
            at -= 2
        return instructions[at] in _CALLS
