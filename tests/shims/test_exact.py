"""What the library keeps for the whole process is keyed by texts of Python's own kinds, never by an author's."""

from __future__ import annotations

import functools
import gc

import pytest

from stdlib_shims.exact import exact
from tests.sandbox.running import body_source, run_sandboxed

PRELUDE = (
    "import re, struct, time\nfrom datetime import datetime\n"
    "class AuthorText(str):\n    def __hash__(self): return 1\n    def __eq__(self, other): return True\n"
    "class AuthorBytes(bytes):\n    def __hash__(self): return 1\n    def __eq__(self, other): return True\n"
)

KEPT = {
    "pattern": "re.compile(AuthorText('kept(a)'))",
    "pattern of bytes": "re.compile(AuthorBytes(b'kept(a)'))",
    "searched for": "re.search(AuthorText('kept(b)'), 'x')",
    "replacement": "re.sub('(kept)', AuthorText(r'\\1!'), 'kept')",
    "template": "re.match('(kept)', 'kept').expand(AuthorText(r'\\1?'))",
    "format of a struct": "struct.calcsize(AuthorText('<hhi'))",
    "format of a moment": "datetime.strptime('2001', AuthorText('%Y'))",
    "format of a time": "time.strptime('2001', AuthorText('%Y'))",
    "format that fills": "AuthorText('{} {:>3}').format(1, 2)",
    "percent format": "AuthorText('%s %3d') % (1, 2)",
}


@pytest.mark.parametrize("name", KEPT)
def test_nothing_of_an_author_stays_in_the_process(name: str) -> None:
    run_sandboxed(body_source(f"{KEPT[name]}\nreturn 1", PRELUDE))
    gc.collect()
    assert not [found for found in gc.get_objects() if type(found).__name__ in ("AuthorText", "AuthorBytes")]


class Own(str):
    """A text of somebody's own."""


@pytest.mark.parametrize(
    "text", ["a", b"a", Own("a"), type("Octets", (bytes,), {})(b"a")], ids=["str", "bytes", "own", "own bytes"]
)
def test_exact_text_is_equal_and_of_pythons_own_kind(text: object) -> None:
    assert exact(text) == text
    assert type(exact(text)) in (str, bytes)


@pytest.mark.parametrize("value", [1, None, functools, bytearray(b"a")], ids=["int", "None", "module", "bytearray"])
def test_exact_leaves_other_values_alone(value: object) -> None:
    assert exact(value) is value
