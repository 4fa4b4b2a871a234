# expect: stopped AccessRefused
from fractions import Fraction


async def main():
    "use workflow"
    Fraction.x += 1
