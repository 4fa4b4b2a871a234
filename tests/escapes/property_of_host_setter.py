# expect: stopped AccessRefused
from fractions import Fraction


async def main():
    "use workflow"
    Fraction.numerator = property(lambda self: 1)
