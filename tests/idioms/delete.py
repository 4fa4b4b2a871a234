class C: pass


async def main():
    "use workflow"
    c = C()
    c.x = 1
    del c.x
    d = {1: 2}
    del d[1]
    x = [1, 2, 3]
    del x[:2]
    y = 1
    del y
    return hasattr(c, 'x'), d, x
