# expect: stopped NotAvailable
from typing import ForwardRef


async def main():
    "use workflow"
    return ForwardRef("print")._evaluate
