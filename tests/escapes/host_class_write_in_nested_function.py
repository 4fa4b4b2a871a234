# expect: stopped AccessRefused
from fractions import Fraction
class C:
    def mark(self):
        def inner(self): self.x = 1
        inner(Fraction)


async def main():
    "use workflow"
    C().mark()
