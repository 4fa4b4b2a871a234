# expect: stopped AccessRefused
from fractions import Fraction


async def main():
    "use workflow"
    return vars(Fraction)
