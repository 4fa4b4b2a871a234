async def main():
    "use workflow"
    names, ages = ["a", "b", "c"], [1, 2]
    try: list(zip(names, ages, strict=True))
    except ValueError: strict = "uneven"
    return list(zip(names, ages)), dict(enumerate(names, 1)), strict, [*map(max, [1, 5], [3, 2])], list(filter(None, [0, 1, "", "x"])), list(zip(*[(1, 2), (3, 4)]))
