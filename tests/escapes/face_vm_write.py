# expect: stopped AccessRefused
import vm


async def main():
    "use workflow"
    vm.sleep = print
