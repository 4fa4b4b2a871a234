# expect: stopped
import decimal
async def main():
    "use workflow"
    return decimal.Decimal("1e-9000000").as_integer_ratio()
