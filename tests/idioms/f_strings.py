class C:
    def __format__(self, spec): return 'spec:' + spec


async def main():
    "use workflow"
    x, w = 3.14159, 8
    return f'{x:.2f}|{x:>{w}.1f}|{x!r}|{x=}|{{}}|{C():abc}|{"n" if x else "m"}' f'{w}'
