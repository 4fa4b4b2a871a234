"""Names in source, and characters that it names, that only newer Pythons know: refused on all, as older ones do."""

from __future__ import annotations

import re
import tokenize
import unicodedata
from contextlib import suppress
from io import StringIO
from typing import Final

from stdlib_shims.letters import NEWER, is_newer_name
from vm.errors import Finding

_NAMED: Final = re.compile(r"\\N\{([^}]+)\}")
_FIX: Final = "use characters of Unicode 14: a run may go on under an older Python"


def find_newer(file: str, text: str) -> Finding | None:
    """Return a finding about the first such place in a file that this Python can read, or None.

    Its column counts bytes, as the parser's.
    """
    if "\\N{" not in text and not is_newer_name(text):
        return None
    with suppress(tokenize.TokenError):  # it may want more of a file than the parser does
        for token in tokenize.generate_tokens(StringIO(text).readline):
            what = _newer_in(token.string, is_name=token.type == tokenize.NAME)
            if what is not None:
                line, column = token.start
                before = len(text.split("\n")[line - 1][:column].encode("utf-8", "replace"))
                message = f"older Pythons cannot read this: {what} is not in Unicode 14"
                return Finding(file, line, before + 1, "syntax-error", message, _FIX)
    return None


def _newer_in(written: str, *, is_name: bool) -> str | None:
    if is_name:
        return f"the name {written}" if is_newer_name(written) else None
    return next((found[0] for found in _NAMED.finditer(written) if _is_newer(found[1])), None)


def _is_newer(name: str) -> bool:
    try:
        return NEWER.search(unicodedata.lookup(name)) is not None
    except KeyError:  # in a raw text it need not be one
        return False
