import itertools


async def main():
    "use workflow"
    return (list(itertools.combinations("abc", 2)), list(itertools.product([0, 1], repeat=2)), list(itertools.permutations([1, 2])),
            list(itertools.zip_longest("ab", "c", fillvalue="-")), list(itertools.chain.from_iterable([[1], [2]])), list(itertools.pairwise("abc")),
            list(itertools.compress("abc", [1, 0, 1])), list(itertools.starmap(pow, [(2, 3)])), [list(t) for t in itertools.tee([1, 2])])
