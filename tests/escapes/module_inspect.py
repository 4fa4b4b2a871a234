# expect: stopped NotAvailable
import inspect


async def main():
    "use workflow"
    return inspect.currentframe()
