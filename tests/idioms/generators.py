def count(n):
    got = yield 'first'
    yield got
    yield from range(n)
    return 'end'


async def main():
    "use workflow"
    g = count(2)
    first = next(g)
    back = g.send('x')
    rest = list(g)
    h = count(1)
    next(h)
    h.close()
    return first, back, rest
