"""Where in the author's source something stands. Plain (file, line, function) triples; no frame leaves."""

from __future__ import annotations

from collections.abc import Collection
from opcode import opmap
from types import CoroutineType, FrameType
from typing import Any, Final

Frame = tuple[str, int, str]


def body_frames(error: BaseException, files: Collection[str]) -> list[Frame]:
    """Return the frames of `error`'s traceback that lie in `files`, outermost first."""
    found = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in files:
            found.append((code.co_filename, trace.tb_lineno, code.co_qualname))
        trace = trace.tb_next
    return found


def waiting_frames(coroutine: Any, files: Collection[str]) -> list[Frame]:
    """Return the frames of `files` in which a parked coroutine waits, outermost first."""
    found = []
    while type(coroutine) is CoroutineType:
        frame: FrameType | None = coroutine.cr_frame
        if frame is not None and frame.f_code.co_filename in files:
            found.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_qualname))
        coroutine = coroutine.cr_await
    return found


def is_raised_in(error: BaseException, files: Collection[str]) -> bool:
    """Say whether a `raise` statement in `files` raised `error` first, and not the interpreter."""
    trace = error.__traceback__
    if trace is None:
        return False
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    return code.co_filename in files and code.co_code[trace.tb_lasti] == _RAISE


_RAISE: Final = opmap["RAISE_VARARGS"]
