"""Which patterns are refused, and how long a text each may search."""

from __future__ import annotations

import re as real_re

import pytest

from stdlib_shims.patterns import TEXT_LIMITS, check_pattern
from stdlib_shims.refusals import Refused, TooLarge

TAKEN = [  # pattern, degree
    (r"\d+(?:\.\d+)*", 1),
    (r"(?:[a-z0-9-]+\.)+[a-z]{2,}", 2),
    (r'(?:[^"\\]|\\.)*', 1),
    (r"((25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(25[0-5]|2[0-4]\d|[01]?\d\d?)", 0),
    (r"([0-9a-f]{2})+", 1),
    (r"(?:foo|far|bar)+", 1),
    (r"(\w+) (\w+)", 1),
    (r"(.*) - (.*) \[(.*)\] (.*)", 4),
    (r".{0,50}foo", 1),
    (r"(?:\w++\s?)*", 1),
    (r"(?>a+)*b", 1),
    (r"(?=.*\d)(?=.*[a-z]).{8,}", 1),
    (r"(['\"]).*?\1", 1),
    (r"(a)?(?(1)b|c)", 0),
    (r"(?i:AB)|(?s:.)", 0),
    (r"(?i)(?:é|É,)+x", None),
    (r"[^\W\d_]+\S*", 2),
    (r"a{0}b{70}", 1),
    ("[\u4e00-\u9fff]+", 1),
    (rb"(?:\w+,)*", 1),
    (r"\w{2,100}-x", 1),
    (r"(?:ab{2,}c)*", 1),
]


@pytest.mark.parametrize(("pattern", "degree"), [row for row in TAKEN if row[1] is not None])
def test_pattern_is_taken_with_its_degree_when_every_loop_reads_a_text_in_one_way(pattern, degree):
    assert check_pattern(pattern).degree == degree


REFUSED = [
    r"(a+)+$",
    r"(a*)*b",
    r"(a|a)*b",
    r"(a|aa)+$",
    r"(\w+\s?)*$",
    r"(?:\\.|[^\"])*$",
    r"(\d{1,3})+$",
    r"(.*,)*x",
    r"(x+x+)+y",
    r"(?:.|\s)*z",
    r"(a?b?)*c",
    r"(?i)(?:ka|Ka)*x",
    r"(.*a){20}",
    r"((a?){10}){10}a{100}",
    r"(?:|){40}b",
    r"(?:(?:a?)?b)*c",
    "a?" * 30 + "a" * 30,
    rb"(\w+)*\Z",
]


@pytest.mark.parametrize("pattern", REFUSED)
def test_pattern_is_refused_when_a_text_can_be_read_in_exponentially_many_ways(pattern):
    with pytest.raises(Refused, match="exponential"):
        check_pattern(pattern)


def test_pattern_is_refused_when_it_is_too_long_written_out():
    with pytest.raises(TooLarge, match="items"):
        check_pattern(r"((\w{50}){50}){50}")
    with pytest.raises(TooLarge, match="characters"):
        check_pattern("a" * 20_000)


def test_a_text_that_is_no_pattern_is_left_to_the_engine(face):
    assert check_pattern("(") is None
    with pytest.raises(real_re.error):
        face("re").compile("(")


def test_a_text_is_bounded_by_the_degree_of_the_search(face):
    re = face("re")
    assert re.match(r"a*", "a" * TEXT_LIMITS[1]).end() == TEXT_LIMITS[1]
    with pytest.raises(TooLarge, match="40000 characters"):
        re.search(r"\s+$", "a" * (TEXT_LIMITS[2] + 1))
    with pytest.raises(TooLarge, match="130 characters"):
        re.search(r"(.*) - (.*) \[(.*)\] (.*)", "a" * 131)


def test_compiled_pattern_has_the_methods_and_facts_of_the_real_one(face):
    ours, real = face("re").compile(r"(?P<n>\w)\d", 2), real_re.compile(r"(?P<n>\w)\d", 2)
    text = "xa1 B2"
    for name in ("pattern", "flags", "groups", "groupindex"):
        assert getattr(ours, name) == getattr(real, name)
    assert repr(ours) == repr(real)
    assert ours == face("re").compile(real) != real_re.compile("b")
    assert hash(ours) == hash(real)
    assert ours.search(text, 3)[0] == real.search(text, 3)[0] == "B2"
    assert ours.match(text, pos=1)[0] == "a1"
    assert ours.fullmatch(text, 1, 3)["n"] == "a"
    assert ours.findall(text) == ["a", "B"]
    assert [found[0] for found in ours.finditer(text)] == ["a1", "B2"]
    assert ours.split(text, maxsplit=1) == real.split(text, maxsplit=1)
    assert ours.sub(r"<\g<n>>", text) == real.sub(r"<\g<n>>", text)
    assert ours.subn(lambda found: "-", text, count=1) == ("x- B2", 1)
    assert face("re").Pattern[str] is face("re").Pattern
    assert not hasattr(ours, "scanner")


def test_replacing_is_refused_when_the_result_would_be_huge(face):
    re = face("re")
    assert re.sub("b", "x" * 20_000, "abc" + "a" * 1000).count("x") == 20_000
    assert re.sub("(b)", r"\1" * 20_000, "abc" + "a" * 1000).count("b") == 20_000
    for repl in ("x" * 20_000, b"x" * 20_000):
        pattern, text = ("a", "a" * 1000) if isinstance(repl, str) else (b"a", b"a" * 1000)
        with pytest.raises(TooLarge, match="replaced"):
            re.sub(pattern, repl, text)


def test_patterns_that_ask_the_locale_are_refused(face):
    with pytest.raises(Refused):
        face("re").compile(b"(?L)a")


def test_patterns_that_are_none_are_errors_as_in_plain_python(face):
    re = face("re")
    with pytest.raises(ValueError, match="cannot process flags argument with a compiled pattern"):
        re.compile(re.compile("a"), re.I)
    with pytest.raises(TypeError, match="first argument must be string or compiled pattern"):
        re.compile(3)
