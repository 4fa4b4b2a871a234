# expect: stopped NotAvailable
import vm


async def main():
    "use workflow"
    vm.step(print)
