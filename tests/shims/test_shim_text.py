"""json, re, string, textwrap, base64, hashlib, hmac, html, urllib.parse, uuid."""

from __future__ import annotations

import base64 as real_base64
import hashlib as real_hashlib
import hmac as real_hmac
import json as real_json
import re as real_re
import string as real_string
import textwrap as real_textwrap
import uuid as real_uuid

import pytest

import stdlib_shims
from stdlib_shims.refusals import Refused, TooLarge

VALUES = [None, True, 1, 1.5, "é\ud800", [1, [2]], {"b": 1, "a": {"c": []}}, {1: 2}]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(
    "options", [{}, {"indent": 2, "sort_keys": True}, {"ensure_ascii": False, "separators": (",", ":")}]
)
def test_json_writes_and_reads_as_the_real_module(face, value, options):
    text = face("json").dumps(value, **options)
    assert text == real_json.dumps(value, **options)
    assert face("json").loads(text) == real_json.loads(text)


def test_json_calls_the_authors_functions(face):
    json = face("json")
    assert json.dumps({1j}, default=lambda value: "odd") == '"odd"'
    assert json.loads('{"a": 1}', object_hook=lambda found: sorted(found)) == ["a"]
    with pytest.raises(json.JSONDecodeError, match="char 0"):
        json.loads("{]"[1:])


def test_json_shows_no_address(face):
    assert " at 0x" not in face("json").dumps(object(), default=repr)


def test_json_refuses_classes_of_its_own_and_wide_indents(face):
    json = face("json")
    with pytest.raises(Refused, match=r"json\.dumps\(cls=\.\.\.\) is refused"):
        json.dumps(1, cls=real_json.JSONEncoder)
    with pytest.raises(Refused, match="object_hook"):
        json.loads("1", cls=real_json.JSONDecoder)
    for indent in (10**6, " " * 100):
        with pytest.raises(TooLarge):
            json.dumps([1], indent=indent)
    for name in ("JSONEncoder", "load", "codecs"):
        assert not hasattr(json, name)


SEARCHES = [
    ("findall", (r"\d+", "a1b22")),
    ("split", (r",\s*", "a, b,c")),
    ("split", (r",", "a,b,c", 1)),
    ("sub", (r"(\w)(\w)", r"\2\1", "abcd")),
    ("sub", ("a", "b", "aaa", 2)),
    ("subn", ("A", "b", "aaa", 0, real_re.I)),
    ("escape", ("a.b",)),
]


@pytest.mark.parametrize(("name", "args"), SEARCHES)
def test_re_answers_as_the_real_module(face, name, args):
    expected = (
        real_re.sub(*args[:3], count=args[3])
        if name == "sub" and len(args) > 3
        else real_re.split(*args[:2], maxsplit=1)
        if name == "split" and len(args) > 2
        else real_re.subn(*args[:3], flags=args[4])
        if name == "subn"
        else getattr(real_re, name)(*args)
    )
    assert getattr(face("re"), name)(*args) == expected


def test_re_matches_as_the_real_module(face):
    re = face("re")
    for name in ("match", "fullmatch", "search"):
        found, expected = (getattr(m, name)(r"(?P<n>\w+)", "abc") for m in (re, real_re))
        assert found.groupdict() == expected.groupdict()
    assert [m[0] for m in re.finditer("A", "aa", re.I | re.M)] == ["a", "a"]
    assert re.compile(re.compile("a")).pattern == "a"
    with pytest.raises(re.error):
        re.compile("(")
    assert re.PatternError is re.error


@pytest.mark.parametrize("flags", [real_re.DEBUG, 128, real_re.LOCALE, 1, type(real_re.I).DEBUG | real_re.I])
def test_re_refuses_flags_that_print_or_ask_the_locale(face, flags):
    for call in (lambda: face("re").compile("a", flags), lambda: face("re").search("a", "a", flags)):
        with pytest.raises(Refused):
            call()


def test_re_refuses_long_patterns_and_subjects(face):
    re = face("re")
    for call in (
        lambda: re.compile("a" * 20_000),
        lambda: re.search("a", "a" * 1_100_000),
        lambda: re.split("a", "a" * 1_100_000),
        lambda: re.sub("a", "b", "a" * 1_100_000),
    ):
        with pytest.raises(TooLarge):
            call()


def test_string_offers_constants_and_templates(face):
    string = face("string")
    assert string.ascii_letters == real_string.ascii_letters
    assert string.capwords("a bC") == "A Bc"
    template = string.Template("$who owes ${sum} $$")
    assert template.substitute({"who": "Ada"}, sum=3) == "Ada owes 3 $"
    assert template.safe_substitute(who="Ada") == "Ada owes ${sum} $"
    assert " at 0x" not in template.substitute(who=object(), sum=1)
    with pytest.raises(AttributeError, match="f-string"):
        _ = string.Formatter


TEXT = "  The quick brown\n  fox jumps\tover the lazy dog"


@pytest.mark.parametrize(
    ("name", "args", "options"),
    [
        ("wrap", (TEXT, 12), {}),
        ("fill", (TEXT,), {"width": 15, "initial_indent": "- "}),
        ("shorten", (TEXT, 20), {"placeholder": "~"}),
        ("dedent", (TEXT,), {}),
        ("indent", (TEXT, "> "), {}),
    ],
)
def test_textwrap_answers_as_the_real_module(face, name, args, options):
    assert getattr(face("textwrap"), name)(*args, **options) == getattr(real_textwrap, name)(*args, **options)


def test_textwrap_refuses_wide_tabs(face):
    with pytest.raises(TooLarge):
        face("textwrap").fill("\t", tabsize=10**9)


@pytest.mark.parametrize("name", ["b64", "urlsafe_b64", "standard_b64", "b32", "b16", "b85", "a85"])
def test_base64_answers_as_the_real_module(face, name):
    encode, decode = (getattr(face("base64"), f"{name}{way}") for way in ("encode", "decode"))
    assert encode(b"\xff\x00abc") == getattr(real_base64, f"{name}encode")(b"\xff\x00abc")
    assert decode(encode(b"\xff\x00abc")) == b"\xff\x00abc"


@pytest.mark.parametrize(
    "name", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s"]
)
def test_hashes_are_the_real_ones(face, name):
    hashlib = face("hashlib")
    expected = getattr(real_hashlib, name)(b"abc").hexdigest()
    assert getattr(hashlib, name)(b"abc").hexdigest() == hashlib.new(name, b"abc").hexdigest() == expected


def test_hash_objects_show_nothing_of_the_library_behind_them(face):
    hashlib, hmac = face("hashlib"), face("hmac")
    made = hashlib.md5(b"abc")
    assert (repr(made), type(made).__name__) == ("<md5 hash object>", "Hash")
    assert (made.name, made.digest_size, made.block_size) == ("md5", 16, 64)
    copied = made.copy()
    copied.update(b"d")
    assert (made.hexdigest(), copied.digest()) == (
        real_hashlib.md5(b"abc").hexdigest(),
        real_hashlib.md5(b"abcd").digest(),
    )
    keyed = hmac.new(b"k", digestmod="md5")
    assert repr(keyed) == repr(keyed.copy()) == "<hmac-md5 object>"
    assert hashlib.blake2b(b"", digest_size=8).digest() == real_hashlib.blake2b(b"", digest_size=8).digest()


def test_engine_errors_are_of_one_class_with_one_name(face):
    re = face("re")
    assert re.error is re.PatternError
    for refused in (lambda: re.compile("("), lambda: re.sub("a", r"\1", "a"), lambda: re.compile("a").sub(r"\g<", "a")):
        with pytest.raises(re.error) as caught:
            refused()
        assert type(caught.value).__qualname__ == "PatternError"
        assert caught.value.pos is not None


def test_hmac_is_the_real_one_for_the_offered_algorithms(face):
    hmac, hashlib = face("hmac"), face("hashlib")
    expected = real_hmac.new(b"k", b"m", "sha256").hexdigest()
    for digestmod in ("sha256", "SHA256", hashlib.sha256):
        assert hmac.new(b"k", b"m", digestmod).hexdigest() == expected
    assert hmac.digest(b"k", b"m", "sha256").hex() == expected
    assert hmac.compare_digest("a", "a")


@pytest.mark.parametrize("name", ["shake_128", "no-such-hash", 3])
def test_hashes_are_refused_when_not_every_python_has_them(face, name):
    with pytest.raises(Refused, match="blake2b"):
        face("hashlib").new(name)
    with pytest.raises(Refused, match="blake2b"):
        face("hmac").new(b"k", b"m", name)


def test_html_and_urls_answer_as_the_real_modules(face):
    assert face("html").escape("<&>") == "&lt;&amp;&gt;"
    assert face("urllib").parse.quote("a b/ü") == "a%20b/%C3%BC"
    assert face("urllib.parse").urlsplit("https://u@h:1/p?q#f").port == 1
    with pytest.raises(AttributeError, match="network"):
        _ = face("urllib").request


def test_uuid4_is_drawn_from_the_id_stream_and_shifts_no_random_number(make_run):
    run = make_run("a")
    first, second = (stdlib_shims.make("uuid", other) for other in (make_run("a"), run))
    ids = [first.uuid4() for _ in range(3)]
    assert [second.uuid4() for _ in range(3)] == ids
    assert len(set(ids)) == 3
    assert {(made.version, made.variant) for made in ids} == {(4, real_uuid.RFC_4122)}
    assert run.random.random() == make_run("a").random.random()


def test_named_uuids_are_the_real_ones(face):
    uuid = face("uuid")
    for name in ("uuid3", "uuid5"):
        made = getattr(uuid, name)(uuid.NAMESPACE_DNS, "example.org")
        assert made == getattr(real_uuid, name)(real_uuid.NAMESPACE_DNS, "example.org")
        assert getattr(uuid, name)(uuid.NAMESPACE_DNS, b"example.org") == made
    for name in ("uuid1", "getnode", "uuid7"):
        assert not hasattr(uuid, name)


def test_paragraph_with_an_indent_wider_than_its_lines_has_an_end(face):
    assert face("textwrap").wrap("ab c", 1, initial_indent="> ", subsequent_indent="> ") == ["> a", "> b", "> c"]
