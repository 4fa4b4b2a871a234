# expect: stopped
from fractions import Fraction
async def main():
    "use workflow"
    x = Fraction(1, 3)
    for _ in range(40): x = x * x + 1
    return x.numerator.bit_length()
