# expect: stopped Refused
import functools
from fractions import Fraction


async def main():
    "use workflow"
    functools.total_ordering(Fraction)
