# expect: harmless True
import typing
LETTERS = "zyxwvutsrqponmlkjihgfedcba"


async def main():
    "use workflow"
    kinds = [typing.Set, typing.FrozenSet]
    return all(list(kind(LETTERS)) == list(LETTERS) for kind in kinds)
