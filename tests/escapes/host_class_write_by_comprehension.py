# expect: stopped AccessRefused
from fractions import Fraction
class C:
    def mark(self): return [setattr(self, "x", 1) for self in [Fraction]]


async def main():
    "use workflow"
    C().mark()
