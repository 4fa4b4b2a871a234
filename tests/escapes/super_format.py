# expect: stopped AccessRefused
def f(): pass
class S(str):
    def go(self, f): return super().format(f)


async def main():
    "use workflow"
    return S('{0.__globals__}').go(f)
