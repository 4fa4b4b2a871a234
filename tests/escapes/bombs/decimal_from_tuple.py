# expect: stopped
import decimal
async def main():
    "use workflow"
    return decimal.Decimal((0, (9,) * 1_000_000, 0)) * decimal.Decimal((0, (9,) * 1_000_000, 0))
