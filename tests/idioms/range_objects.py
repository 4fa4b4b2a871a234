async def main():
    "use workflow"
    r = range(10, 0, -3)
    return list(r), len(r), 4 in r, r[-1], r.index(7), r == range(10, -1, -3), r[1:], list(reversed(r)), range(0) == range(3, 3), sum(range(101))
