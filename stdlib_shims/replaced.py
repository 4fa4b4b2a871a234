"""Methods of the library's objects whose answers differ by Python, and what stands for them.

They are read through the guard wherever their name is read; on all other objects these are names like any other.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable
from typing import Any, Final

from stdlib_shims import letters

NAMES: Final = letters.METHODS | {"expand", "geturl"}

_SPLIT: Final = (urllib.parse.SplitResult, urllib.parse.SplitResultBytes)
_PARSED: Final = (urllib.parse.ParseResult, urllib.parse.ParseResultBytes)


def method(name: str, found: Any) -> Callable[..., Any] | None:
    """Return what stands for a method of these names, as it was read from an object or a class; None of all else."""
    if name in letters.METHODS:
        return letters.method(name, found)
    receiver = getattr(found, "__self__", None)
    if name == "geturl":
        return _url_of(receiver)
    if isinstance(receiver, re.Match):
        return _expand(receiver)
    if getattr(found, "__objclass__", None) is not re.Match:
        return None
    from stdlib_shims.modules.shim_re import expand

    return expand


def _url_of(parts: Any) -> Callable[[], Any] | None:
    if not isinstance(parts, (*_SPLIT, *_PARSED)):
        return None
    from stdlib_shims.modules.shim_urllib_parse import urlunparse, urlunsplit

    join = urlunsplit if isinstance(parts, _SPLIT) else urlunparse

    def geturl() -> Any:
        return join(parts)

    return geturl


def _expand(match: re.Match[Any]) -> Callable[[Any], Any]:
    from stdlib_shims.modules.shim_re import expand

    def bound(template: Any) -> Any:
        return expand(match, template)

    bound.__name__, bound.__qualname__ = "expand", "Match.expand"
    return bound
