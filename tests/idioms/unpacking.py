async def main():
    "use workflow"
    a, (b, *c), *d = 1, (2, 3, 4), 5, 6
    x = y = [a, *c]
    *z, = 'ab'
    [p, q] = {**{'m': 1}, 'n': 2}
    return a, b, c, d, x is y, z, p, q
