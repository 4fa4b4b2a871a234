# expect: stopped
import decimal
async def main():
    "use workflow"
    return len(f"{decimal.Decimal('1e9000000'):,}")
