"""The page of the faces is what the faces say, and has every module that authors were promised."""

from __future__ import annotations

import sys

import pytest

import stdlib_shims
from stdlib_shims.tables import words
from tools.faces import PAGE, all_faces, draw

PROMISED = words(
    """
    random time datetime uuid math cmath json re collections collections.abc itertools functools operator string
    textwrap dataclasses enum typing typing_extensions abc contextlib copy decimal fractions statistics numbers bisect
    heapq hashlib hmac base64 binascii zlib struct secrets zoneinfo calendar types logging traceback warnings pprint
    graphlib html urllib.parse ipaddress difflib unicodedata asyncio trio
    """
)
"""Modules that a workflow file may import and use inside a body."""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the page is drawn on the oldest Python")
def test_page_is_what_the_faces_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == draw(), "python tools/faces.py --write"


def test_every_promised_module_has_a_face_and_a_table() -> None:
    tables = {stdlib_shims.name_of(face): stdlib_shims.describe_face(face) for face in all_faces()}
    assert set(PROMISED) <= set(tables)
    assert all(tables[name] for name in PROMISED)


def test_every_refusal_has_a_reason_and_no_name_has_two_treatments() -> None:
    for face in all_faces():
        rows = stdlib_shims.describe_face(face)
        assert [row for row in rows if row.treatment == "refused" and not row.reason] == []
        assert len({row.name for row in rows}) == len(rows)
