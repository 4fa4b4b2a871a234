def total(*prices, tax=0, **rest): return sum(prices) + tax + len(rest)


async def main():
    "use workflow"
    prices, options = [1, 2, 3], {"tax": 4, "a": 1, "b": 2}
    return total(*prices, **options), total(), [*prices, *range(2)], {**options, "c": 3}
