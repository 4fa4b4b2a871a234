# expect: stopped
from fractions import Fraction
async def main():
    "use workflow"
    return sum(Fraction(1, i) for i in range(1, 200_000)).numerator
