# expect: refused refused-attribute
from fractions import Fraction


async def main():
    "use workflow"
    return Fraction.__init_subclass__
