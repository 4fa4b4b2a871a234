# expect: stopped
async def main():
    "use workflow"
    from decimal import Decimal
    while True: Decimal('1e999999') == 10 ** 5
