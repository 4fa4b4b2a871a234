from fractions import Fraction


async def main():
    "use workflow"
    half = Fraction(1, 2)
    return half + Fraction("1/3"), half * 3, str(Fraction(6, 4)), float(half), Fraction(0.25), half < 1, Fraction(22, 7).limit_denominator(5), half.numerator
