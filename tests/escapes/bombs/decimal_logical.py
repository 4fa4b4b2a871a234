# expect: stopped
import decimal
async def main():
    "use workflow"
    a = decimal.Decimal("1" * 20)
    while True: a.logical_xor(a)
