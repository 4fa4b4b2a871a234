"""`traceback`: errors as text, with the frames of the workflow's own files and no others.

No source lines: they would be read from the disk, as it is now and not as it was when the run started. The
classes of the real module carry frames with them.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final

from stdlib_shims.refusals import Refused
from stdlib_shims.run import Run, as_everywhere
from stdlib_shims.tables import refuse
from stdlib_shims.weights import pay_to_show

_CAUSE: Final = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT: Final = "\nDuring handling of the above exception, another exception occurred:\n\n"
_MAX_DEPTH: Final = 20

REFUSES: Final[dict[str, str]] = {
    **refuse(
        """
        FrameSummary StackSummary TracebackException clear_frames extract_stack extract_tb format_list format_stack
        format_tb print_list print_stack print_tb walk_stack walk_tb
        """,
        "it opens frames; use traceback.format_exception(error)",
    ),
    **refuse("print_last", "it is for the prompt"),
}


def format_exception(
    exc: Any, /, value: Any = None, tb: Any = None, limit: int | None = None, chain: bool = True
) -> list[str]:
    """Return an error as text: what led to it, where it passed in the workflow's files, and what it says.

    `value` is read if the type is given first, as older code does. Each text ends with a line's end.
    """
    error = value if isinstance(exc, type) else exc
    if not isinstance(error, BaseException):
        raise Refused(f"format_exception of a {type(error).__name__}", "give it the exception")
    return [as_everywhere(text) for text in _format(error, limit, chain, _MAX_DEPTH)]


def format_exception_only(exc: Any, /, value: Any = None) -> list[str]:
    """Return the error's type, text and notes."""
    error = value if isinstance(exc, type) else exc
    return [as_everywhere(text) for text in _say(error)]


def _format(error: BaseException, limit: int | None, chain: bool, depth: int) -> Iterator[str]:
    if chain and depth:
        yield from _format_before(error, limit, depth)
    frames = list(_format_frames(error.__traceback__))
    if frames:
        yield "Traceback (most recent call last):\n"
        yield from frames[slice(limit) if limit is None or limit >= 0 else slice(limit, None)]
    yield from _say(error)
    if isinstance(error, BaseExceptionGroup) and depth:
        for index, part in enumerate(error.exceptions, 1):
            yield f"  ---------------- {index} ----------------\n"
            for text in _format(part, limit, chain, depth - 1):
                yield "".join(f"    {line}" for line in text.splitlines(keepends=True))


def _format_before(error: BaseException, limit: int | None, depth: int) -> Iterator[str]:
    if error.__cause__ is not None:
        yield from _format(error.__cause__, limit, True, depth - 1)
        yield _CAUSE
    elif error.__context__ is not None and not error.__suppress_context__:
        yield from _format(error.__context__, limit, True, depth - 1)
        yield _CONTEXT


def _format_frames(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_builtins is not vars(builtins):  # sandboxed code has builtins of its own
            yield f'  File "{frame.f_code.co_filename}", line {trace.tb_lineno}, in {frame.f_code.co_name}\n'
        trace = trace.tb_next


def _say(error: BaseException | None) -> Iterator[str]:
    kind = type(error)
    name = (
        kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    )
    text = _text_of(error)
    yield f"{name}: {text}\n" if text and error is not None else f"{name}\n"
    for note in getattr(error, "__notes__", ()):
        yield f"{note}\n"


def _text_of(error: BaseException | None) -> str:
    pay_to_show(error)
    try:
        return str(error)
    except (RecursionError, MemoryError):  # they end the run
        raise
    except Exception:  # noqa: BLE001 - whatever an author's own `__str__` raises, as in CPython
        return "<exception str() failed>"


def format_exc(limit: int | None = None, chain: bool = True) -> str:
    """Return the error that is being handled as text; `NoneType: None` when there is none."""
    error = sys.exception()
    return "NoneType: None\n" if error is None else "".join(format_exception(error, limit=limit, chain=chain))


OFFERS: Final[dict[str, Any]] = {
    "format_exc": format_exc,
    "format_exception": format_exception,
    "format_exception_only": format_exception_only,
}


def bind(run: Run) -> dict[str, Any]:
    """Return what prints: to the run's log, as an error."""

    def print_exc(limit: int | None = None, file: None = None, chain: bool = True) -> None:
        _require_log(file)
        run.write_log("error", format_exc(limit, chain).rstrip("\n"))

    def print_exception(
        exc: Any,
        /,
        value: Any = None,
        tb: Any = None,
        limit: int | None = None,
        file: None = None,
        chain: bool = True,
    ) -> None:
        _require_log(file)
        run.write_log("error", "".join(format_exception(exc, value, tb, limit, chain)).rstrip("\n"))

    return {"print_exc": print_exc, "print_exception": print_exception}


def _require_log(file: object) -> None:
    if file is not None:
        raise Refused("a traceback to a file", "leave it out: the text goes to the run's log")
