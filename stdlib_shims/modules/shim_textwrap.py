"""`textwrap`: its functions. Tab stops are bounded, because every tab becomes that many spaces."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from stdlib_shims.refusals import TooLarge
from stdlib_shims.run import MAX_WIDTH
from stdlib_shims.tables import pick


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(text: str, width: int = 70, **options: Any) -> Any:
        if options.get("tabsize", 8) > MAX_WIDTH:
            raise TooLarge("a tab", MAX_WIDTH, "characters")
        return function(text, width, **options)

    return call


OFFERS: Final[dict[str, Any]] = {
    **pick(textwrap, "dedent indent"),
    **{name: _bounded(getattr(textwrap, name)) for name in ("wrap", "fill", "shorten")},
}

REFUSES: Final[dict[str, str]] = {"TextWrapper": "use textwrap.wrap(text, width, ...) with the same options"}
