# expect: stopped
async def main():
    "use workflow"
    from fractions import Fraction
    f = Fraction(1, 3)
    while True: f = f * f + Fraction(1, 7)
