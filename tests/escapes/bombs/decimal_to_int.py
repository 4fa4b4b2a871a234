# expect: stopped
async def main():
    "use workflow"
    from decimal import Decimal
    return int(Decimal('1e100000000'))
