# expect: stopped AccessRefused
import vm
@vm.step
def f(x): return 1


async def main():
    "use workflow"
    return f._context
