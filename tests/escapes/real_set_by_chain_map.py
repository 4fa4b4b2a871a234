# expect: harmless True
from collections import ChainMap
LETTERS = "zyxwvutsrqponmlkjihgfedcba"


async def main():
    "use workflow"
    views = [ChainMap(dict.fromkeys(LETTERS)).keys(), ChainMap(dict.fromkeys(LETTERS)).items()]
    return [list(view | {"A"}) for view in views] == [[*LETTERS, "A"], [*[(k, None) for k in LETTERS], "A"]]
