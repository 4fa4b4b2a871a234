# expect: stopped AccessRefused
from fractions import Fraction


async def main():
    "use workflow"
    for Fraction.x in [1]: pass
