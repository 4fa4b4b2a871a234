"""`string`: the constants, `capwords`, and a `Template` of our own lineage."""

from __future__ import annotations

import string
from typing import Any, Final

from stdlib_shims.patterns import check_pattern
from stdlib_shims.refusals import TooLarge
from stdlib_shims.run import as_everywhere
from stdlib_shims.tables import pick
from stdlib_shims.weights import pay_to_show

MAX_TEXT: Final = 10_000_000


class Template(string.Template):
    """`string.Template`, whose texts show no addresses and do not outgrow memory.

    Raises:
        TooLarge: A substitution is longer than `MAX_TEXT`.
        Refused: A subclass's pattern may take exponential time.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        compiled: Any = cls.pattern  # made from what the subclass says
        check_pattern(compiled.pattern, compiled.flags)

    def substitute(self, mapping: Any = {}, /, **kws: Any) -> str:  # noqa: B006 - the real signature; never written
        return as_everywhere(super().substitute(_Counted(mapping, kws)))

    def safe_substitute(self, mapping: Any = {}, /, **kws: Any) -> str:  # noqa: B006 - as above
        return as_everywhere(super().safe_substitute(_Counted(mapping, kws)))


class _Counted(dict[str, Any]):
    """Two mappings as one, which gives texts until they are too long together."""

    def __init__(self, mapping: Any, first: dict[str, Any]) -> None:
        super().__init__()
        self._mappings = (first, mapping)
        self._left = MAX_TEXT

    def __getitem__(self, name: str) -> str:
        first, mapping = self._mappings
        value = first[name] if name in first else mapping[name]
        pay_to_show(value)
        text = str(value)
        self._left -= len(text)
        if self._left < 0:
            raise TooLarge("a template's text", MAX_TEXT, "characters")
        return text


OFFERS: Final[dict[str, Any]] = {
    **pick(
        string,
        """
        ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits octdigits printable
        punctuation whitespace
        """,
    ),
    "Template": Template,
}

REFUSES: Final[dict[str, str]] = {
    "Formatter": "its fields walk from any object into the interpreter; use an f-string or str.format"
}
