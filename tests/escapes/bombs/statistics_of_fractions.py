# expect: stopped
import statistics
from fractions import Fraction
async def main():
    "use workflow"
    return statistics.mean([Fraction(1, i) for i in range(1, 20_000)])
