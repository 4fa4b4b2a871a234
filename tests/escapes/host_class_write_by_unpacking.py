# expect: stopped AccessRefused
from fractions import Fraction


async def main():
    "use workflow"
    (Fraction.x, *Fraction.y) = 1, 2
