# expect: stopped TypeError
class C:
    def __enter__(self): return self
    def __exit__(self, a, b, t):
        self.t = type(t)(None, None, 0, 0)


async def main():
    "use workflow"
    with C(): raise ValueError
