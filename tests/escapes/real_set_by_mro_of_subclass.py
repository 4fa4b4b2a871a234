# expect: harmless True
LETTERS = "zyxwvutsrqponmlkjihgfedcba"
class S(frozenset): pass


async def main():
    "use workflow"
    return all(list(kind(LETTERS)) == list(LETTERS) for kind in S.mro() if kind is not object)
