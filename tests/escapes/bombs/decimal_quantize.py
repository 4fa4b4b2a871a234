# expect: stopped
import decimal
async def main():
    "use workflow"
    return decimal.Decimal(1).quantize(decimal.Decimal("1e-100000000"))
