"""A bundle is its bytes."""

from __future__ import annotations

import hashlib
import json
import linecache

import pytest

from vm.errors import MalformedValue
from vm.sandbox.bundle import Bundle, register_source


def test_bundle_survives_its_bytes() -> None:
    bundle = Bundle("b.py", {"b.py": "x = 'é'\n", "a.py": ""})
    assert Bundle.from_bytes(bundle.to_bytes()) == bundle
    assert bundle.hash == hashlib.sha256(bundle.to_bytes()).hexdigest()
    assert hash(bundle) == hash(Bundle("b.py", {"a.py": "", "b.py": "x = 'é'\n"}))


def test_bytes_do_not_depend_on_the_order_of_files() -> None:
    assert Bundle("a", {"a": "1", "b": "2"}).to_bytes() == Bundle("a", {"b": "2", "a": "1"}).to_bytes()


def test_bundles_differ_when_their_entries_do() -> None:
    files = {"a": "", "b": ""}
    assert Bundle("a", files) != Bundle("b", files)
    assert Bundle("a", files) != "a"


def test_files_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        Bundle("a", {"a": ""}).files["a"] = "x"  # type: ignore[index]


@pytest.mark.parametrize(
    "form",
    [
        "{",
        "[]",
        json.dumps({"bundle": 2, "entry": "a", "files": {"a": ""}}),
        json.dumps({"bundle": 1, "entry": "b", "files": {"a": ""}}),
        json.dumps({"bundle": 1, "entry": "a", "files": {"a": 1}}),
        json.dumps({"bundle": 1, "entry": "a", "files": ["a"]}),
        json.dumps({"bundle": 1, "entry": [], "files": {"a": ""}}),
        json.dumps({"bundle": 1, "entry": "a"}),
        b"\xff",
    ],
)
def test_bytes_of_something_else_are_refused(form: str | bytes) -> None:
    with pytest.raises(MalformedValue):
        Bundle.from_bytes(form.encode() if isinstance(form, str) else form)


def test_registered_source_is_what_linecache_shows() -> None:
    register_source(Bundle("only_in_a_bundle.py", {"only_in_a_bundle.py": "one\ntwo\n"}))
    assert linecache.getline("only_in_a_bundle.py", 2) == "two\n"
