# expect: stopped
from decimal import Decimal


async def main():
    "use workflow"
    return int(Decimal("1e1000000000"))
