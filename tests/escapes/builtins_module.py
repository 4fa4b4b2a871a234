# expect: stopped NotAvailable
import builtins


async def main():
    "use workflow"
    return builtins.open
