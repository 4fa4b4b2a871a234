# expect: stopped NotAvailable
from string import Formatter


async def main():
    "use workflow"
    return Formatter()
