# expect: stopped AccessRefused
import fractions
async def main():
    "use workflow"
    return fractions.Fraction.numerator.fget
