from collections import Counter
from itertools import chain


async def main(xs: list, unknown: set):
    "use workflow"
    for x in {1, 2}:  #! set-order
        pass
    for x in set(xs):  #! set-order
        pass
    for x in sorted(set(xs)):
        pass
    for x in unknown:
        pass
    seen = set()
    seen.add(1)
    list(seen)  #! set-order
    ", ".join(seen | {2})  #! set-order
    next(iter(seen.union(xs)))  #! set-order
    [x for x in seen]  #! set-order
    {x: 1 for x in frozenset(xs)}  #! set-order
    {x for x in seen}
    sum(x for x in seen)
    max(x for x in seen), min(seen), len(seen), any(seen), Counter(seen)
    1 in seen, seen == {1}, seen - {1}, sorted(x for x in seen)
    [*seen]  #! set-order
    {*seen}
    print(*seen)  #! set-order
    seen.pop()  #! set-order
    seen.discard(1)
    a, b = {1, 2}  #! set-order
    chain(seen, xs)  #! set-order
    dict.fromkeys(seen)  #! set-order
    enumerate({x for x in xs})  #! set-order
    maybe = set(xs) if xs else []
    list(maybe)
    maybe = {1}
    list(maybe)
    either = {1}
    either = [1]
    list(either)
    later: set = {1}
    list(later)  #! set-order
    bare: set
    take = seen.pop
    xs.pop(), dict(a=1).pop("a"), len(xs) - 1
    both = [(x, y) for x in xs for y in {1, 2}]  #! set-order
    c = d = {1}
    return both


def helper(set):
    return list(set(1))


async def other():
    "use workflow"
    return helper(list)
