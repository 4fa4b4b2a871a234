async def main():
    "use workflow"
    d = {'a': 1, 'b': 2}
    k = d.keys()
    return list(k), 'a' in d.keys(), [i for i in d.items()], sorted(d.keys() & {'b', 'c'}), len(d.items()), dict(d.items()) == d, repr(d.keys()), repr(d.items()), list(reversed(d.keys())), list(reversed(d.items()))
