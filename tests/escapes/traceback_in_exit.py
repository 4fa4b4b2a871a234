# expect: stopped AccessRefused
class C:
    def __enter__(self): return self
    def __exit__(self, a, b, t):
        self.t = getattr(t, 'tb_frame')


async def main():
    "use workflow"
    with C() as c: raise ValueError
    return c.t
