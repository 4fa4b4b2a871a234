# expect: stopped Refused
import dataclasses
from fractions import Fraction


async def main():
    "use workflow"
    return dataclasses.dataclass(Fraction)
