# expect: stopped
async def main():
    "use workflow"
    from decimal import Decimal
    while True: Decimal('1.000001') ** Decimal('1e17')
