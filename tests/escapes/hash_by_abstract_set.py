# expect: harmless 2232265864975848060
from collections.abc import Set
class S(Set):
    def __iter__(self): return iter("ab")
    def __len__(self): return 2
    def __contains__(self, x): return x in "ab"
    def __hash__(self): return self._hash()


async def main():
    "use workflow"
    return hash(S())
