"""Text tools that were mended over the versions."""
import difflib
import string
import textwrap

TEXT = "  The quick-brown fox\tjumps over\n\n   the lazyyyyyyyyyyyyyyyyyyyyyyyyy dog — again. And   again!  "


def attempt(function, *given, **named):
    try:
        return function(*given, **named)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


async def main():
    "use workflow"
    found = [attempt(textwrap.wrap, TEXT, width, **named) for width in (1, 5, 10, 20, 0) for named in ({}, {"break_long_words": False}, {"break_on_hyphens": False}, {"initial_indent": "> ", "subsequent_indent": ">> "}, {"max_lines": 2, "placeholder": "..."}, {"drop_whitespace": False}, {"replace_whitespace": False}, {"fix_sentence_endings": True}, {"expand_tabs": False})]
    found += [attempt(textwrap.shorten, TEXT, width) for width in (5, 10, 40)] + [textwrap.dedent("\t a\n\t  b\n \n\tc\r\n  \t\n"), textwrap.dedent("  a\n b"), textwrap.dedent(" a\n\n\t\x0b b"), textwrap.indent("a\n\n b\r\nc", "> "), textwrap.indent("a\n\n", "-", lambda line: True)]
    found += [list(difflib.unified_diff("a b c d".split(), "a x c".split(), lineterm="")), list(difflib.ndiff(["one\n", "two\n"], ["ore\n", "tree\n"])), difflib.get_close_matches("appel", ["ape", "apple", "peach"]), difflib.SequenceMatcher(None, "abcd" * 5, "bcde" * 4).get_opcodes(), list(difflib.context_diff(["a"], ["b"], lineterm=""))]
    found += [string.capwords("a  bC d"), attempt(string.Template("$a ${b} $$ $").safe_substitute, a=1), attempt(string.Template("$a $").substitute, a=1), attempt(lambda: string.Template("$a ${b}").get_identifiers())]
    found += ["ﬃ ŉ ǰ".upper(), "İ".lower(), "ß".title(), "a\x1cb\u2028c\x85d".splitlines(), "١٢".isdigit(), int("١٢"), "a,b,,c".rsplit(",", 2), "x".expandtabs(), "ab".translate({97: None, 98: "ZZ"}), "é".encode("ascii", "xmlcharrefreplace"), b"\xff".decode("utf-8", "replace"), "\ud800".encode("utf-8", "surrogatepass"), attempt("\ud800".encode)]
    return [repr(one) for one in found]
