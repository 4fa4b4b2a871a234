"""Every Python brings a newer Unicode: what is assigned to a letter today was nothing yesterday."""
import re
import unicodedata

OLD = ["a", "ß", "Å", "ı", "ǆ", "Σ", "ς", "٣", "²", "Ⅷ", "漢", "𝔘", "\u0300", "\u200d", "😀", "\U0001f9ff"]
NEW = ["\U00011f04", "\U0002ebf0", "\U00010d4a", "\U0001cc00", "\ua7cb", "\U00010940", "\U0001e4d0", "\u31e4", "\u0cf3", "\U000323b0"]
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
    return [repr(one) for one in found]
