# expect: stopped AccessRefused
from fractions import Fraction


async def main():
    "use workflow"
    object.__setattr__(Fraction(1), "x", 1)
