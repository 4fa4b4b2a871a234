"""One wording for the interpreter's errors, which every Python words a little differently, and no addresses.

An error is reworded where the author's code catches it, and where it leaves a task or the run. What an author has
said in a `raise`, and what a step has said, is left alone.
"""

from __future__ import annotations

import builtins
import dis
import re
from types import TracebackType
from typing import Any, Final

from stdlib_shims.letters import show
from stdlib_shims.weights import args_of
from vm.core.kernel import FATAL
from vm.errors import VMError
from vm.sandbox.texts import clean
from vm.sandbox.wordings import ROWS, Rows

_RAISE: Final = dis.opmap["RAISE_VARARGS"]
# Past whatever an author's class makes of the names.
_cause: Final[Any] = BaseException.__dict__["__cause__"].__get__
_context: Final[Any] = BaseException.__dict__["__context__"].__get__
_members: Final[Any] = BaseExceptionGroup.__dict__["exceptions"].__get__


class _Wordings:
    """The rows of one type, with one pattern that says fast of most texts that no row is for them."""

    def __init__(self, rows: Rows) -> None:
        self.any = re.compile("|".join(f"(?:{re.sub(_GROUP, '(?:', row)})" for row, _ in rows), re.DOTALL)
        self._rows = [(re.compile(row, re.DOTALL), text) for row, text in rows]

    def reword(self, text: str) -> str:
        for pattern, replacement in self._rows:
            text = pattern.sub(replacement, text) if pattern.fullmatch(text) else text
        return text


_GROUP: Final = re.compile(r"(?<!\\)\((?!\?)|(?<!\\)\(\?P<\w+>")


def _wordings_of(kind: type[BaseException]) -> _Wordings:
    """Return the rows of a type as patterns. Many a process ends without an error, and they take long to make."""
    if kind not in _made:
        _made[kind] = _Wordings(ROWS[kind])
    return _made[kind]


_made: dict[type[BaseException], _Wordings] = {}


def word(kind: type[BaseException], text: str) -> str:
    """Return what is said in place of what some Python says in an error of exactly this type."""
    wordings = _wordings_of(kind) if kind in ROWS else None
    return text if wordings is None or wordings.any.fullmatch(text) is None else wordings.reword(text)


PLAIN: Final = frozenset(
    kind
    for kind in vars(builtins).values()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, (*FATAL, BaseExceptionGroup))
)
"""Kinds of errors that are the interpreter's, end no run and hold no others but as cause and context."""

_as_they_are: set[tuple[type, str]] = set()
_MANY: Final = 1000  # what is caught in a loop says the same each time; other texts are looked at again
_SHORT: Final = 200
_HOLDING: Final = (BaseExceptionGroup, VMError)


def is_said(error: BaseException) -> bool:
    """Whether an error is known to say everywhere what it says here. Quick, and right to say no."""
    kind = type(error)
    if kind in PLAIN:
        args, is_alone = error.args, error.__cause__ is error.__context__ is None
    elif isinstance(error, _HOLDING):
        return False
    elif kind not in ROWS:
        return is_said_alone(error)
    else:
        args, is_alone = args_of(error), _cause(error) is _context(error) is None
    if not is_alone or len(args) != 1 or type(args[0]) is not str:
        return is_alone and not args
    return (kind, args[0]) in _as_they_are if kind in ROWS else " at 0x" not in args[0]


def is_silent(kind: type) -> bool:
    """Whether errors of a kind say only what was written, and hold no others but as cause and context."""
    return kind not in PLAIN and kind not in ROWS and issubclass(kind, Exception) and not issubclass(kind, _HOLDING)


def is_said_alone(error: BaseException) -> bool:
    """The same of an error whose kind `is_silent`."""
    args = args_of(error)
    is_clean = not args or (len(args) == 1 and type(args[0]) is str and " at 0x" not in args[0])
    return is_clean and _cause(error) is _context(error) is None


def reword(error: BaseException | None) -> None:
    """Give an error, its causes and its members the text that it has on every Python, in every process."""
    if error is None or is_said(error):
        return
    seen: set[int] = set()
    pending: list[BaseException | None] = [error]
    while pending:
        found = pending.pop()
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        _clean_one(found)
        _reword_one(found)
        pending += [_cause(found), _context(found)]
        if isinstance(found, BaseExceptionGroup):
            pending += _members(found)


def _clean_one(error: BaseException) -> None:
    """Take the addresses out of what the interpreter, a library or the VM says of a value."""
    args = args_of(error)
    if any(type(item) is str and " at 0x" in item for item in args):
        error.args = tuple(clean(item) if type(item) is str else item for item in args)
    for name, text in vars(error).items() if isinstance(error, VMError) else ():
        if type(text) is str and " at 0x" in text:
            setattr(error, name, clean(text))


def _reword_one(error: BaseException) -> None:
    wordings = _wordings_of(type(error)) if type(error) in ROWS else None
    if wordings is None or len(error.args) != 1 or type(error.args[0]) is not str:
        return
    text = error.args[0]
    if "\\" in text and not _is_in_own_words(error.__traceback__):
        text = show(text)
        error.args = (text,)
    if wordings.any.fullmatch(text) is None:
        if type(error) is AttributeError and text == error.name and isinstance(error.obj, type):
            error.args = (f"type object '{error.obj.__name__}' has no attribute '{text}'",)  # an enumeration, on 3.11
        elif text == _UNITERABLE:
            _drop_note(error)
        elif type(error) is not AttributeError and len(text) < _SHORT and len(_as_they_are) < _MANY:
            _as_they_are.add((type(error), text))
        return
    if not _is_in_own_words(error.__traceback__):
        error.args = (wordings.reword(text),)


def _is_in_own_words(trace: TracebackType | None) -> bool:
    """Tell whether somebody wrote `raise` with the text: the author, or a step in its own process.

    The library writes it too; then the text is the library's, and of its version.
    """
    if trace is None:
        return True
    while trace.tb_next is not None:
        trace = trace.tb_next
    frame = trace.tb_frame
    if frame.f_code.co_code[trace.tb_lasti] != _RAISE:
        return False
    return frame.f_builtins is not vars(builtins) or str(frame.f_globals.get("__name__")).startswith("vm.core")


_UNITERABLE: Final = "object is not iterable"


def _drop_note(error: BaseException) -> None:
    """Take off what 3.14 notes where others say it in the text."""
    notes = [note for note in getattr(error, "__notes__", ()) if not note.startswith(_NOTED)]
    if notes:
        error.__notes__ = notes
    elif hasattr(error, "__notes__"):
        del error.__notes__


_NOTED: Final = "Cannot convert dictionary update sequence element"
