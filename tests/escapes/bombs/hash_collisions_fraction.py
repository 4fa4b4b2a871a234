# expect: stopped
from fractions import Fraction
async def main():
    "use workflow"
    m = 2**61 - 1
    return len({Fraction(i * m, 7): 1 for i in range(20_000)})
