"""`textwrap`: its functions. Tab stops are bounded, because every tab becomes that many spaces."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from stdlib_shims.refusals import TooLarge
from stdlib_shims.run import MAX_WIDTH


def dedent(text: str) -> str:
    """Return text without the space that all its lines begin with."""
    return textwrap.dedent(_require_text(text))


def indent(text: str, prefix: str, predicate: Callable[[str], bool] | None = None) -> str:
    """Return text with a prefix before each line that is not blank, or that `predicate` chooses."""
    return textwrap.indent(_require_text(text), _require_text(prefix), predicate)


def _require_text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError(f"expected str object, not {type(given).__name__!r}")
    return given


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(text: str, width: int = 70, **options: Any) -> Any:
        if options.get("tabsize", 8) > MAX_WIDTH:
            raise TooLarge("a tab", MAX_WIDTH, "characters")
        return function(text, width, **options)

    return call


OFFERS: Final[dict[str, Any]] = {
    "dedent": dedent,
    "indent": indent,
    **{name: _bounded(getattr(textwrap, name)) for name in ("wrap", "fill", "shorten")},
}

REFUSES: Final[dict[str, str]] = {"TextWrapper": "use textwrap.wrap(text, width, ...) with the same options"}
