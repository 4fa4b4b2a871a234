# expect: stopped AccessRefused
from fractions import Fraction


async def main():
    "use workflow"
    Fraction.__init__(Fraction(1))
