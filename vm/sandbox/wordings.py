"""How the Pythons word their errors: by exact type, what some of them say, and what is said instead.

A pattern is of the whole text. The rows are gone through in order, each on what the one before made of it. What is
said instead is what all versions can be brought to: often what the oldest says, as the newer ones tell more.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from typing import Final

Replacement = str | Callable[[re.Match[str]], str]
Rows = tuple[tuple[str, Replacement], ...]


def _abstract(match: re.Match[str]) -> str:
    names = ", ".join(f"'{name.strip(chr(39))}'" for name in match["names"].split(", "))
    return f"Can't instantiate abstract class {match['cls']} without an implementation for {match['what']} {names}"


def _takes(match: re.Match[str]) -> str:
    return f"{match[1]} {match[2]} {match[3]} argument{'' if match[3] == '1' else 's'} {match[4]}"


_CALLS: Final[Rows] = (
    (r"('\w+') is an invalid keyword argument for (.+)", r"\2 got an unexpected keyword argument \1"),
    (r"(.* got an unexpected keyword argument '\w+')\. Did you mean '\w+'\?", r"\1"),
    (r"(?:\w+\.)+(\w+\(\) takes no keyword arguments)", r"\1"),
    (r"_((?:\w+\.)?\w+\(\) takes .*|\w+ expected .*)", r"\1"),
    (r"(\w+) expected (\d+) arguments?, got (\d+)", r"\1 expected exactly \2 arguments, got \3"),
    (
        r"(\w+) expected (at least|at most|exactly) (\d+) arguments?, got (\d+)",
        r"\1() takes \2 \3 arguments (\4 given)",
    ),
    (r"(\w+\(\) takes) (at least|at most|exactly) (\d+) (?:positional )?arguments? (.*)", _takes),
    (r"expected (at most) (\d+) arguments?, got (\d+)", r"it takes \1 \2 arguments (\3 given)"),
    (r"math\.log requires 1 to 2 arguments", "log() takes 1 or 2 arguments"),
    (r"log\(\) takes at (?:least 1|most 2) arguments \(\d+ given\)", "log() takes 1 or 2 arguments"),
    (r"(.*, not )None", r"\1NoneType"),
)
_OPERANDS: Final[Rows] = (
    (r"(argument of type '.*' is not) a container or iterable", r"\1 iterable"),
    (r"cannot use '.*' as a (?:dict key|set element) \((unhashable type: '.*')\)", r"\1"),
    (r"('.*' object does not support the (?:asynchronous )?context manager protocol) \(missed \w+ method\).*", r"\1"),
    (r"'(?:[\w<>]+\.)+(\w+)' (object does not support the (?:asynchronous )?context manager protocol)", r"'\1' \2"),
    (r"'(\w+)' object can't be awaited", r"object \1 can't be used in 'await' expression"),
    (r"must assign iterable to extended slice", "can only assign an iterable"),
    (r"%c requires an int or a unicode character, not .*", "%c requires int or char"),
)
_BUILTINS: Final[Rows] = (
    (r"expected iterable of integers; got: ('\w+')", r"\1 object cannot be interpreted as an integer"),
    (r"iter\(\w+, \w+\): \w+ must be callable", "iter(v, w): v must be callable"),
    (r"(?:count|r?find|r?index)\(\) argument 1 (must be str, not \w+)", r"\1"),
    (r"add_note\(\) argument must be str, not (\w+)", r"note must be a str, not '\1'"),
    (r"complex\(\) second arg can't be a string", "complex() takes numbers, or one text"),
    (r"complex\(\) (?:first|second) argument must be a .*, not .*", "complex() takes numbers, or one text"),
    (r"complex\(\) can't take second arg if first is a string", "complex() takes numbers, or one text"),
    (r"complex\(\) argument (?:'\w+' )?must be a .*, not .*", "complex() takes numbers, or one text"),
    (r"cannot convert dictionary update sequence element #\d+ to a sequence", "object is not iterable"),
    (r"(argument should be a string or a Rational instance) or have the as_integer_ratio\(\) method", r"\1"),
)
_CLASSES: Final[Rows] = (
    (r"(non-default argument '\w+' follows default argument) '\w+'", r"\1"),
    (r"_?(\w+Result(?:Bytes)?)Base(\.__new__\(\) .*)", r"\1\2"),
    (
        r"Can't instantiate abstract class (?P<cls>\w+) with(?:out an implementation for)? "
        r"(?P<what>abstract methods?) (?P<names>.*)",
        _abstract,
    ),
    (r"(<(?:enum|flag) '\w+'> has no members)(?: defined|; specify .*)", r"\1"),
)

ROWS: Final[dict[type[BaseException], Rows]] = {
    AttributeError: (
        (r"(.*) and no __dict__ for setting new attributes", r"\1"),
        (r"'(?:[\w<>]+\.)+(\w+)' object (.*)", r"'\1' object \2"),
        (r"(.*)\. Did you mean: .*\?", r"\1"),
    ),
    NameError: ((r"(.*)\. Did you mean: .*\?", r"\1"), (r"(.*)\. Did you forget to import .*", r"\1")),
    TypeError: (*_CALLS, *_OPERANDS, *_BUILTINS, *_CLASSES),
    ValueError: (
        (r"(Out of range float values are not JSON compliant): .*", r"\1"),
        (r"empty range (?:for|in) randrange\(.*", "empty range for randrange()"),
        (r"(offset must be a timedelta strictly between .*)\.", r"\1"),
        (r"expected a (?:nonnegative|positive|finite) input.*", "math domain error"),
        (r"(max|min)\(\) arg is an empty sequence", r"\1() iterable argument is empty"),
        (r"(too many values to unpack \(expected \d+), got \d+\)", r"\1)"),
        (r".* is not in (list|range|deque)", r"\1.index(x): x not in \1"),
        (r"((?:month|hour|minute|second|microsecond|fold) must be in \S+), not .*", r"\1"),
        (r"day -?\d+ must be in range 1\.\.\d+ for month \d+ in year \d+", "day is out of range for month"),
        (r"year must be in 1\.\.9999, not (-?\d+)", r"year \1 is out of range"),
    ),
    struct.error: (
        (r"byte (format requires .*)", r"'b' \1"),
        (r"ubyte (format requires .*)", r"'B' \1"),
    ),
    ZeroDivisionError: (
        (r"(?:float|complex|integer) .*zero|float (?:modulo|divmod\(\))|float floor division", "division by zero"),
        (r"0\.0 cannot be raised to a negative power|zero to a negative power", "zero to a negative power"),
    ),
}
