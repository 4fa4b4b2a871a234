# expect: stopped
async def main():
    "use workflow"
    from decimal import Decimal
    return f'{Decimal("1e100000000"):f}'
