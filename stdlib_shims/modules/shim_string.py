"""`string`: the constants, `capwords`, and a `Template` of our own lineage."""

from __future__ import annotations

import string
from typing import Any, Final

from stdlib_shims.run import without_addresses
from stdlib_shims.tables import pick


class Template(string.Template):
    """`string.Template`, whose texts show no addresses."""

    def substitute(self, mapping: Any = {}, /, **kws: Any) -> str:  # noqa: B006 - the real signature; never written
        return without_addresses(super().substitute(mapping, **kws))

    def safe_substitute(self, mapping: Any = {}, /, **kws: Any) -> str:  # noqa: B006 - as above
        return without_addresses(super().safe_substitute(mapping, **kws))


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
