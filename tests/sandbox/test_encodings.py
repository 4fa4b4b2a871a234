"""Source files as editors and systems save them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sandbox.running import drive, open_bundle
from vm.errors import SourceNotFound, SourceRefused
from vm.sandbox.loader import load_bundle

TEXT = 'name = "größe"\nasync def main():\n    "use workflow"\n    return name\n'
FILES = {
    "UTF-8": TEXT.encode(),
    "UTF-8 with a byte order mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "latin-1, declared": b"# -*- coding: latin-1 -*-\n" + TEXT.encode("latin-1"),
    "latin-1, declared on the second line": b"#!/usr/bin/env python\n# vim: set fileencoding=latin-1 :\n"
    + TEXT.encode("latin-1"),
    "a byte order mark and a cookie": b"\xef\xbb\xbf# coding: utf-8\n" + TEXT.encode(),
    "cp1252 with Windows line ends": b"# coding: cp1252\r\n" + TEXT.replace("\n", "\r\n").encode("cp1252"),
    "old Macintosh line ends": TEXT.replace("\n", "\r").encode(),
    "mixed line ends": TEXT.replace("\n", "\r\n", 2).encode(),
    "no line end at the end": TEXT.rstrip("\n").encode(),
    "tabs": TEXT.replace("    ", "\t").encode(),
    "form feeds": TEXT.replace("async", "\fasync").encode(),
    "empty lines at the end": TEXT.encode() + b"\n\n  \n\t\n",
    "a comment at the end": TEXT.encode() + b"# the end",
    "lines of other alphabets' breaks": TEXT.replace("größe", "gr\u2028\x85\x1cöße").encode(),
}


def load(folder: Path, data: bytes) -> Path:
    path = folder / "flow.py"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", FILES)
def test_file_is_read_as_python_reads_it(kind: str, tmp_path: Path) -> None:
    path = load(tmp_path, FILES[kind])
    expected = "gr\u2028\x85\x1cöße" if "breaks" in kind else "größe"
    assert drive(open_bundle(load_bundle(path)).function()) == expected


def test_line_ends_do_not_change_the_bundle(tmp_path: Path) -> None:
    hashes = {load_bundle(load(tmp_path, TEXT.replace("\n", end).encode())).hash for end in ("\n", "\r\n", "\r")}
    assert len(hashes) == 1


REFUSED = {
    "a null byte": (b'x = 1\ny = "\0"\n', "null-byte", 2, 6),
    "tabs and spaces mixed": (b"if 1:\n        x = 1\n\ty = 2\n", "syntax-error", 3, None),
    "an unknown character": ('x = "a"\ny = “b”\n'.encode(), "syntax-error", 2, 5),
    "half a surrogate": (b'x = "\\ud800"\ny = \xed\xa0\x80\n', None, None, None),
    "UTF-16": (TEXT.encode("utf-16"), None, None, None),
    "an encoding that is none": (b"# coding: klingon\n" + TEXT.encode(), None, None, None),
    "bytes that are not of the encoding": (TEXT.encode("latin-1"), None, None, None),
    "a mark that contradicts the cookie": (b"\xef\xbb\xbf# coding: latin-1\n", None, None, None),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_file_that_python_would_not_read_is_refused_with_its_place(kind: str, tmp_path: Path) -> None:
    data, code, line, column = REFUSED[kind]
    path = load(tmp_path, data)
    if code is None:
        with pytest.raises(SourceNotFound, match="it is not UTF-8 text, nor in the encoding that it declares"):
            load_bundle(path)
        return
    with pytest.raises(SourceRefused) as refusal:
        load_bundle(path)
    (finding,) = refusal.value.findings
    assert (finding.code, finding.line) == (code, line)
    assert column is None or finding.column == column
