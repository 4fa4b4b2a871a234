# expect: harmless True
from collections import OrderedDict, Counter, defaultdict
from types import MappingProxyType
LETTERS = "zyxwvutsrqponmlkjihgfedcba"
class D(dict): pass


async def main():
    "use workflow"
    kinds = [OrderedDict, Counter, D, MappingProxyType]
    views = [kind.keys(kind(dict.fromkeys(LETTERS, 1))) for kind in kinds]
    return all(list(view | {"A"}) == [*LETTERS, "A"] for view in views)
