# expect: stopped
import decimal
async def main():
    "use workflow"
    return int(decimal.Decimal(1).scaleb(10**8))
