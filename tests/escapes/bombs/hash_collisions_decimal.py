# expect: stopped
from decimal import Decimal
async def main():
    "use workflow"
    m = 2**61 - 1
    return len({Decimal(i * m): 1 for i in range(20_000)})
