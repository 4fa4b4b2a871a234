# expect: stopped
# hole: vm.serializable marks any class, for the whole process
import vm
from fractions import Fraction


async def main():
    "use workflow"
    vm.serializable(Fraction)
    return "written to what all runs share"
