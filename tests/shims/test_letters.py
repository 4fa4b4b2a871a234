"""Letters, digits and case are those of Unicode 14; what is written out has the characters of the newest Python."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from stdlib_shims import letters
from stdlib_shims.refusals import Refused
from tests.sandbox.running import body_source, refusal_of, run_sandboxed

SHAKING = "\U0001fae8"  # a face of Unicode 15
GARAY = "\U00010d50"  # a capital letter of Unicode 16
NOBODY = "\u0378"


@pytest.mark.parametrize("name", sorted(letters.METHODS))
@pytest.mark.parametrize("text", ["", "Plain", "Straße", "ǅ Σας", "Ünder\u0378", "٣", "日本"])
def test_methods_of_older_characters_say_what_they_say(name: str, text: str) -> None:
    assert letters.ask(name, text) == getattr(text, name)()


@pytest.mark.parametrize("name", ["isalpha", "isalnum", "isidentifier", "isupper", "isprintable"])
def test_newer_letter_is_none(name: str) -> None:
    assert letters.ask(name, GARAY) is (name == "isprintable")


def test_changing_case_leaves_newer_characters_where_they_are() -> None:
    text = f"ab{GARAY}{NOBODY}{SHAKING}ɤß"
    assert letters.ask("upper", text) == f"AB{GARAY}{NOBODY}{SHAKING}ɤSS"
    assert letters.ask("casefold", text) == f"ab{GARAY}{NOBODY}{SHAKING}ɤss"


def test_numerals_of_newer_pythons_are_letters_only() -> None:
    assert not letters.ask("isnumeric", "京")
    assert letters.ask("isalpha", "京")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python knows newer characters")
def test_table_has_nothing_that_unicode_14_has() -> None:
    found = [chr(point) for point in range(128, sys.maxunicode + 1) if letters.NEWER.match(chr(point))]
    assert len(found) > 10_000
    assert {unicodedata.category(character) for character in found} == {"Cn"}


BODY = f"""
text = "a{SHAKING}é"
word = "{GARAY}"
class Word(str): pass
return [
    repr(text), f"{{text!r}}", str([text]), "%r" % text, ascii(text), word.isalpha(), [w.isupper() for w in [word]],
    list(map(str.isalnum, [word, "x"])), getattr(word, "lower")() == word, Word(word).isalpha(), "ABC".lower(),
    (lambda t: t.title())("straße {SHAKING}x"), "{{}}".format([text]),
]
"""


def test_bodies_have_letters_of_unicode_14_and_texts_of_the_newest() -> None:
    shown = f"'a{SHAKING}é'"
    escaped = "'a\\U0001fae8\\xe9'"
    assert run_sandboxed(body_source(BODY)) == [
        *(shown, shown, f"[{shown}]", shown, escaped, False, [False]),
        *([False, True], True, False, "abc", f"Straße {SHAKING}X", f"[{shown}]"),
    ]


def test_own_attributes_may_have_the_names_of_text_methods() -> None:
    prelude = """
        class Book:
            def __init__(self):
                self.title = "t"
            def upper(self):
                return self.title.upper()
    """
    assert run_sandboxed(body_source("book = Book(); return [book.title, book.upper()]", prelude)) == ["t", "T"]


def test_text_that_is_escaped_by_hand_stays_so() -> None:
    assert run_sandboxed(body_source(r"return [str('\\U0001fae8'), repr('\\U0001fae8')]")) == [
        "\\U0001fae8",
        "'\\\\U0001fae8'",
    ]


def test_pattern_over_newer_letters_is_refused() -> None:
    assert run_sandboxed(body_source(f"import re; return re.findall(r'\\w', 'a{SHAKING}b')")) == ["a", "b"]
    with pytest.raises(Refused, match=r"U\+10D50 in a text for a pattern"):
        run_sandboxed(body_source(f"import re; return re.findall(r'\\w', '{GARAY}')"))


@pytest.mark.skipif(sys.version_info < (3, 14), reason="this Python cannot read it")
@pytest.mark.parametrize("statement", ["a\u30fbb = 1", f"{GARAY} = 1"])
def test_newer_names_are_refused(statement: str) -> None:
    assert refusal_of(body_source(statement)) is not None


@pytest.mark.skipif(sys.version_info < (3, 12), reason="this Python cannot read it")
def test_newer_character_that_is_named_is_refused() -> None:
    refusal = refusal_of(body_source('return "\\N{SHAKING FACE}"'))
    assert refusal is not None
    assert "not in Unicode 14" in str(refusal)


def test_older_character_may_be_named() -> None:
    assert run_sandboxed(body_source('return "\\N{GREEK SMALL LETTER ALPHA}"')) == "α"
