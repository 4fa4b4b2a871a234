# expect: stopped
import decimal


async def main():
    "use workflow"
    decimal.getcontext().prec = 50_000
    return len(str(decimal.Decimal(1) / 3))
