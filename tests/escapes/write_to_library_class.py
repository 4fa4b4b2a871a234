# expect: stopped AccessRefused
from fractions import Fraction


async def main():
    "use workflow"
    Fraction.evil = 1
