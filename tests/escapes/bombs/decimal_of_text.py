# expect: stopped
async def main():
    "use workflow"
    from decimal import Decimal
    d = Decimal('9' * 1_000_000)
    while True: Decimal('9' * 1_000_000)
