# expect: harmless True
from collections.abc import KeysView
LETTERS = "zyxwvutsrqponmlkjihgfedcba"
class V(KeysView): pass


async def main():
    "use workflow"
    return list(V(dict.fromkeys(LETTERS)) | {"A"}) == [*LETTERS, "A"]
