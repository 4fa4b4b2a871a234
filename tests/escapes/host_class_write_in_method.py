# expect: stopped AccessRefused
from fractions import Fraction
class C:
    def mark(self): self.x = 1


async def main():
    "use workflow"
    C.mark(Fraction)
