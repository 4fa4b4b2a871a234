# expect: stopped NotOffered
import vm.core.kernel


async def main():
    "use workflow"
    return vm.core.kernel.Kernel
