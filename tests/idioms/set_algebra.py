async def main():
    "use workflow"
    a, b = {1, 2, 3}, frozenset([3, 4])
    a.add(9); a.discard(100)
    return sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), a > {1}, b <= a, a.isdisjoint({7}), len({*a, *b}), {1, 2} == {2, 1}, frozenset({1}) in {frozenset({1})}
