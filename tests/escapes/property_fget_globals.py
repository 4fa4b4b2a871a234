# expect: refused refused-attribute
from fractions import Fraction


async def main():
    "use workflow"
    return Fraction.numerator.fget.__globals__
