# expect: stopped AccessRefused
from decimal import Decimal


async def main():
    "use workflow"
    Decimal(1).x = 1
