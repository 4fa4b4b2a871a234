# expect: stopped
class C:
    def __init__(self, x): self.x = x
    def __repr__(self): return f'{self.x!r}{self.x!r}'


async def main():
    "use workflow"
    x = C(1)
    for _ in range(60): x = C(x)
    return repr(x)
