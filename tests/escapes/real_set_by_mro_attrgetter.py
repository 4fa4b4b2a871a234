# expect: harmless True
import operator
LETTERS = "zyxwvutsrqponmlkjihgfedcba"


async def main():
    "use workflow"
    kinds = operator.methodcaller("mro")(set) + getattr(set, "mro")()
    return all(list(kind(LETTERS)) == list(LETTERS) for kind in kinds if kind is not object)
