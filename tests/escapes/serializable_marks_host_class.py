# expect: stopped
import vm
from fractions import Fraction


async def main():
    "use workflow"
    vm.serializable(Fraction)
    return "written to what all runs share"
