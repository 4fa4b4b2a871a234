def deco(*names):
    def wrap(f): return lambda *a, **k: (names, f(*a, **k))
    return wrap
@deco('x', 'y')
def f(a, /, b=2, *c, d, e=5, **g):
    '''Doc.'''
    return a, b, c, d, e, g


async def main():
    "use workflow"
    return f(1, d=4), f(*[1, 2, 3], **{'d': 1, 'z': 9}), (lambda x, *y, z=1: (x, y, z))(1, 2)
