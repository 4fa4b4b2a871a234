# expect: stopped
import decimal
async def main():
    "use workflow"
    return decimal.Context(prec=10**9).create_decimal(1) / 3
