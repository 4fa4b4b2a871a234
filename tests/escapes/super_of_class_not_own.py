# expect: stopped AccessRefused
from fractions import Fraction


async def main():
    "use workflow"
    return super(Fraction, Fraction(1))
