# expect: stopped
async def main():
    "use workflow"
    from fractions import Fraction
    f = Fraction(0)
    for i in range(1, 1_000_000): f += Fraction(1, i)
    return 1
