# expect: harmless True
from collections.abc import Mapping, KeysView
LETTERS = "zyxwvutsrqponmlkjihgfedcba"
class M(Mapping):
    def __getitem__(self, key): return key
    def __iter__(self): return iter(LETTERS)
    def __len__(self): return 26
    def keys(self): return super().keys()


async def main():
    "use workflow"
    made = [M().keys(), KeysView(M()), Mapping.keys(M())]
    return all(list(view | {"A"}) == [*LETTERS, "A"] for view in made)
