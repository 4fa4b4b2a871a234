# expect: stopped
from fractions import Fraction
async def main():
    "use workflow"
    x = Fraction(3**60_000, 7**50_000)
    while True: hash(x)
