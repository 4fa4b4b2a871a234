# expect: harmless True
LETTERS = "zyxwvutsrqponmlkjihgfedcba"


async def main():
    "use workflow"
    return all(list(kind(LETTERS)) == list(LETTERS) for kind in set.mro() if kind is not object)
