async def main():
    "use workflow"
    first, *middle, last = range(5)
    (a, b), c = (1, 2), 3
    [x, y] = "xy"
    d = e = [0]
    for i, (k, v) in enumerate({"p": 1, "q": 2}.items()): d.append((i, k, v))
    a, b = b, a
    return first, middle, last, a, b, c, x, y, d is e, d
