# expect: stopped
import decimal
async def main():
    "use workflow"
    return hash(decimal.Decimal("1e999999"))
