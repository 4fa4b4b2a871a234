"""`json`: `dumps` and `loads`. Encoder and decoder classes carry the module's own codecs with them."""

from __future__ import annotations

import json
from typing import Any, Final

from stdlib_shims.refusals import Refused, TooLarge
from stdlib_shims.run import without_addresses
from stdlib_shims.tables import refuse

_MAX_INDENT: Final = 64
_DUMPS: Final = frozenset({"skipkeys", "ensure_ascii", "allow_nan", "indent", "separators", "default", "sort_keys"})
_LOADS: Final = frozenset({"object_hook", "parse_float", "parse_int", "parse_constant", "object_pairs_hook"})


def dumps(obj: Any, **options: Any) -> str:
    """Return an object as JSON text, with the options of `json.dumps` except `cls` and `check_circular`.

    Raises:
        Refused: An option that is not offered.
    """
    _check("json.dumps", options, _DUMPS)
    indent = options.get("indent")
    if indent is not None and (len(indent) if isinstance(indent, str) else indent) > _MAX_INDENT:
        raise TooLarge("an indent", _MAX_INDENT, "characters")
    return without_addresses(json.dumps(obj, **options))


def loads(s: str | bytes | bytearray, **options: Any) -> Any:
    """Return the object that JSON text stands for, with the options of `json.loads` except `cls`.

    Raises:
        JSONDecodeError: It is not JSON.
        Refused: An option that is not offered.
    """
    _check("json.loads", options, _LOADS)
    return json.loads(s, **options)


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
