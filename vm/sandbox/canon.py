"""One wording for the interpreter's errors, which every Python words a little differently, and no addresses.

The texts are those of 3.11 to 3.14, found by `python -m tools.exception_texts`; an error is reworded where the
author's code catches it and where it leaves the run.
"""

from __future__ import annotations

import re
from typing import Any, Final

from vm.errors import VMError
from vm.sandbox.texts import clean


def _abstract(match: re.Match[str]) -> str:
    names = ", ".join(f"'{name.strip(chr(39))}'" for name in match["names"].split(", "))
    return f"Can't instantiate abstract class {match['cls']} without an implementation for {match['what']} {names}"


_CHANGES: Final[dict[type[BaseException], tuple[tuple[str, str], ...]]] = {
    AttributeError: (
        (r"(.*) and no __dict__ for setting new attributes", r"\1"),
        (r"'(?:\w+\.)+(\w+)' object (.*)", r"'\1' object \2"),
        (r"(.*)\. Did you mean: .*\?", r"\1"),
    ),
    NameError: ((r"(.*)\. Did you mean: .*\?", r"\1"), (r"(.*)\. Did you forget to import .*", r"\1")),
    TypeError: (
        (r"must assign iterable to extended slice", "can only assign an iterable"),
        (r"(\w+) expected at least 1 argument, got 0", r"\1() takes at least 1 argument (0 given)"),
        (r"(\w+) expected at most (\d+) arguments, got (\d+)", r"\1() takes at most \2 arguments (\3 given)"),
        (r"(non-default argument '\w+' follows default argument) '\w+'", r"\1"),
        (r"(.* got an unexpected keyword argument '\w+')\. Did you mean '\w+'\?", r"\1"),
    ),
    ValueError: (
        (r"(max|min)\(\) arg is an empty sequence", r"\1() iterable argument is empty"),
        (r"(too many values to unpack \(expected \d+), got \d+\)", r"\1)"),
    ),
    ZeroDivisionError: (
        (r"float modulo", "float modulo by zero"),
        (r"(?:float floor )?division by zero|integer (?:division or )?modulo by zero", "division by zero"),
        (r"float division by zero|float floor division by zero|float divmod\(\)", "division by zero"),
        (r"zero to a negative power|0\.0 cannot be raised to a negative power", "zero to a negative power"),
    ),
}
"""By exact type: what some Python says, whole, and what is said instead."""

_COMPILED: Final = {
    kind: [(re.compile(pattern, re.DOTALL), text) for pattern, text in rows] for kind, rows in _CHANGES.items()
}
# Past whatever an author's class makes of the names.
_args: Final[Any] = BaseException.__dict__["args"]
_cause: Final[Any] = BaseException.__dict__["__cause__"]
_context: Final[Any] = BaseException.__dict__["__context__"]
_members: Final[Any] = BaseExceptionGroup.__dict__["exceptions"]

_ABSTRACT: Final = re.compile(
    r"Can't instantiate abstract class (?P<cls>\w+) with(?:out an implementation for)? "
    r"(?P<what>abstract methods?) (?P<names>.*)"
)


def reword(error: BaseException | None) -> None:
    """Give an error, its causes and its members the text that it has on every Python, in every process."""
    seen: set[int] = set()
    pending = [error]
    while pending:
        found = pending.pop()
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        _clean_one(found)
        _reword_one(found)
        pending += [_cause.__get__(found), _context.__get__(found)]
        if isinstance(found, BaseExceptionGroup):
            pending += _members.__get__(found)


def _clean_one(error: BaseException) -> None:
    """Take the addresses out of what the interpreter, a library or the VM says of a value."""
    args = _args.__get__(error)
    if any(type(item) is str and " at 0x" in item for item in args):
        error.args = tuple(clean(item) if type(item) is str else item for item in args)
    for name, text in vars(error).items() if isinstance(error, VMError) else ():
        if type(text) is str and " at 0x" in text:
            setattr(error, name, clean(text))


def _reword_one(error: BaseException) -> None:
    rows = _COMPILED.get(type(error))
    if rows is None or len(error.args) != 1 or type(error.args[0]) is not str:
        return
    text = error.args[0]
    if type(error) is TypeError and (match := _ABSTRACT.fullmatch(text)):
        error.args = (_abstract(match),)
        return
    for pattern, replacement in rows:
        text = pattern.sub(replacement, text) if pattern.fullmatch(text) else text
    if text != error.args[0]:
        error.args = (text,)
