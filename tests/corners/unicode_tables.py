"""Every Python brings a newer Unicode: what is assigned to a letter today was nothing yesterday."""
import json
import pprint
import re
import textwrap
import unicodedata

OLD = ["a", "ß", "Å", "ı", "ǆ", "Σ", "ς", "٣", "²", "Ⅷ", "漢", "𝔘", "\u0300", "\u200d", "😀", "\U0001f9ff"]
NEW = ["\U00011f04", "\U0002ebf0", "\U00010d4a", "\U0001cc00", "\ua7cb", "\U00010940", "\U0001e4d0", "\u31e4", "\u0cf3", "\U000323b0", "\u0897", "\ua7da", "\U00010d65", "\U00013440", "\U0001343f", "\U0001cd00", "\U0001f6dc", "\U0001fae8", "\U0001fae9", "\U000116da", "\U0001ccf3"]
CHANGED = ["\u0264", "\u019b", "\u10fc", "\ua7f2", "\u4eac", "\u5146", "\u62d0", "\u30fb", "\u200d", "\u226d", "\U0001171e", "\U0001d6c1", "\u4dc0", "\U0001d300"]
NEVER = ["\u0378", "\ue000", "\U0003fff0", "\U000e0fff", "\uffff"]
METHODS = "isalpha isalnum isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper upper lower title casefold swapcase capitalize".split()


def attempt(function, *given):
    try:
        return function(*given)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


async def main():
    "use workflow"
    found = []
    for letter in OLD:
        found.append([getattr(letter, name)() for name in METHODS])
        found.append([attempt(getattr(unicodedata, name), letter) for name in ("category", "name", "bidirectional", "combining", "decimal", "digit", "numeric", "east_asian_width", "mirrored", "decomposition")])
        found.append([unicodedata.normalize(form, letter) for form in ("NFC", "NFD", "NFKC", "NFKD")])
        found.append([bool(re.match(pattern, letter)) for pattern in (r"\w", r"\d", r"\s", r"(?i)S")])
    for letter in NEW + CHANGED + NEVER:
        word = f"aΣ{letter}bǆ{letter}Σ"
        found.append([attempt(getattr(letter, name)) for name in METHODS])
        found.append([getattr(word, name)() for name in METHODS])
        found.append([*map(str.upper, [letter, word]), *sorted([word, letter], key=str.casefold)])
        found.append([attempt(getattr(unicodedata, name), letter) for name in ("category", "name", "bidirectional", "combining", "decimal", "digit", "numeric", "east_asian_width", "mirrored", "decomposition")])
        found.append([unicodedata.normalize(form, word) for form in ("NFC", "NFD", "NFKC", "NFKD")])
        found.append([unicodedata.is_normalized(form, word) for form in ("NFC", "NFKC")])
        found.append([attempt(re.findall, pattern, word) for pattern in (r"\w+", r"(?i)ɤ", letter)])
        found.append([repr(letter), f"{letter!r} {word!a:.9} {[letter]}", "%r %s" % (word, {letter}), "{!r:>8}".format(letter), str((letter,)), ascii(letter)])
        found.append([attempt(int, "x" + letter), attempt(float, letter + "x"), attempt({}.pop, letter)])
        found.append([textwrap.shorten(repr(word), 20), json.dumps(letter), pprint.pformat([letter]), str(KeyError(letter)), repr(ValueError(letter))])
    for name in ("SHAKING FACE", "FACE WITH BAGS UNDER EYES", "LATIN SMALL LETTER A", "NO SUCH NAME"):
        found.append([attempt(unicodedata.lookup, name)])
    return [repr(one) for one in found]
