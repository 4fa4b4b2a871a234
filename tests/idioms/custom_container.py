class Bag:
    def __init__(self, items=()): self._items = list(items)
    def __len__(self): return len(self._items)
    def __iter__(self): return iter(self._items)
    def __contains__(self, x): return x in self._items
    def __getitem__(self, i): return Bag(self._items[i]) if isinstance(i, slice) else self._items[i]
    def __setitem__(self, i, v): self._items[i] = v
    def __delitem__(self, i): del self._items[i]
    def __reversed__(self): return reversed(self._items)
    def __repr__(self): return f"Bag({self._items!r})"


async def main():
    "use workflow"
    bag = Bag("abcd")
    bag[0] = "z"; del bag[1]
    return len(bag), list(bag), "z" in bag, repr(bag[1:]), list(reversed(bag)), [*bag], max(bag)
