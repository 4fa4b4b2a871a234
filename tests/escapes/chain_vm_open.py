# expect: stopped NotOffered
import vm


async def main():
    "use workflow"
    return vm.open_vm
