# expect: harmless True
import typing
LETTERS = "zyxwvutsrqponmlkjihgfedcba"
class S(typing.Set[str]): pass
class F(typing.FrozenSet): pass


async def main():
    "use workflow"
    return all(list(kind(LETTERS)) == list(LETTERS) for kind in (S, F))
