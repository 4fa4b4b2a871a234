# expect: stopped
from fractions import Fraction
async def main():
    "use workflow"
    x = Fraction(1, 3)
    for i in range(2000): x += Fraction(1, i + 10**30)
    return x.limit_denominator(10**9)
