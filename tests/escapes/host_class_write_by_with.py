# expect: stopped AccessRefused
from fractions import Fraction
from contextlib import nullcontext


async def main():
    "use workflow"
    with nullcontext(1) as Fraction.x: pass
