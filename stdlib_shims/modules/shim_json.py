"""`json`: `dumps` and `loads`. Encoder and decoder classes carry the module's own codecs with them."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from stdlib_shims.refusals import Refused, TooLarge
from stdlib_shims.run import without_addresses
from stdlib_shims.spending import charge, ticking
from stdlib_shims.tables import refuse
from stdlib_shims.weights import depth_of, weigh

MAX_DEPTH: Final = 200
MAX_TEXT: Final = 10_000_000

_MAX_INDENT: Final = 64
_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_STEPS: Final = {"[": 1, "{": 1, "]": -1, "}": -1}
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_TRAILING: Final = {
    "Illegal trailing comma before end of array": "Expecting value",
    "Illegal trailing comma before end of object": "Expecting property name enclosed in double quotes",
}
_DUMPS: Final = frozenset({"skipkeys", "ensure_ascii", "allow_nan", "indent", "separators", "default", "sort_keys"})
_LOADS: Final = frozenset({"object_hook", "parse_float", "parse_int", "parse_constant", "object_pairs_hook"})


def dumps(obj: Any, **options: Any) -> str:
    """Return an object as JSON text, with the options of `json.dumps` except `cls` and `check_circular`.

    Raises:
        Refused: An option that is not offered.
        TooLarge: A nesting deeper than `MAX_DEPTH`: how deep Python's own goes depends on its version.
    """
    _check("json.dumps", options, _DUMPS)
    indent = options.get("indent")
    if indent is not None and (len(indent) if isinstance(indent, str) else indent) > _MAX_INDENT:
        raise TooLarge("an indent", _MAX_INDENT, "characters")
    if any(isinstance(text, str) and len(text) > _MAX_INDENT for text in options.get("separators") or ()):
        raise TooLarge("a separator", _MAX_INDENT, "characters")
    try:
        _pay(obj, indent)
        text = json.dumps(obj, **options)
    except RecursionError:
        if depth_of(obj) > MAX_DEPTH:  # else it is the author's own recursion, in `default`
            raise TooLarge("nesting in JSON", MAX_DEPTH, "levels") from None
        raise
    except Exception as error:
        _drop_notes(error)
        raise
    _check_depth(text)
    return without_addresses(text)


def _pay(obj: Any, indent: Any) -> None:
    """Pay for a text before it is made. With an indent it is made in Python, and each line begins with spaces."""
    weight = weigh(obj)
    if indent is None:
        charge(weight >> 2)
    else:
        width = len(indent) if isinstance(indent, str) else int(indent)
        charge(weight + (weight * max(width, 0) * depth_of(obj) >> 9))


def loads(s: str | bytes | bytearray, **options: Any) -> Any:
    """Return the object that JSON text stands for, with the options of `json.loads` except `cls`.

    Raises:
        JSONDecodeError: It is not JSON.
        Refused: An option that is not offered.
        TooLarge: The text is longer than `MAX_TEXT`, or nested deeper than `MAX_DEPTH`.
    """
    _check("json.loads", options, _LOADS)
    options = {name: ticking(value) if callable(value) else value for name, value in options.items()}
    if isinstance(s, str | bytes | bytearray):
        if len(s) > MAX_TEXT:
            raise TooLarge("JSON", MAX_TEXT, "characters")
        charge(len(s) >> 3)
        _check_depth(s if isinstance(s, str) else s.decode(json.detect_encoding(s), "replace"))
    try:
        return json.loads(s, **options)
    except json.JSONDecodeError as error:
        raise _plain(error) from None


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for found in _BRACKETS.finditer(text):
        depth += _STEPS.get(found[0], 0)
        if depth > MAX_DEPTH:
            raise TooLarge("nesting in JSON", MAX_DEPTH, "levels")


def _plain(error: json.JSONDecodeError) -> json.JSONDecodeError:
    """Return the error that every Python before 3.13 raises; later ones tell trailing commas apart."""
    expected = _TRAILING.get(error.msg)
    if expected is None:
        return error
    after = _SPACE.match(error.doc, error.pos + 1)
    return json.JSONDecodeError(expected, error.doc, after.end() if after else error.pos)


def _drop_notes(error: Exception) -> None:
    """Take off what 3.14 notes of the place in the object."""
    kept = [note for note in getattr(error, "__notes__", ()) if not note.startswith("when serializing ")]
    if kept:
        error.__notes__ = kept
    elif hasattr(error, "__notes__"):
        del error.__notes__


def _check(what: str, options: dict[str, Any], known: frozenset[str]) -> None:
    for name in options:
        if name not in known:
            raise Refused(f"{what}({name}=...)", f"the options are: {', '.join(sorted(known))}")


OFFERS: Final[dict[str, Any]] = {"dumps": dumps, "loads": loads, "JSONDecodeError": json.JSONDecodeError}

REFUSES: Final[dict[str, str]] = {
    **refuse("dump load", "it works on files; use dumps and loads, and open files inside a step"),
    "JSONEncoder": "use json.dumps(..., default=function)",
    "JSONDecoder": "use json.loads(..., object_hook=function)",
    **refuse("codecs decoder encoder scanner detect_encoding tool", "it is the module's own workings"),
}
