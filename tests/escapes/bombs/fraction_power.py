# expect: stopped
async def main():
    "use workflow"
    from fractions import Fraction
    return Fraction(3, 7) ** 100_000_000
