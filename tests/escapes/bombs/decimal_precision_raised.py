# expect: stopped
async def main():
    "use workflow"
    from decimal import Decimal, getcontext
    getcontext().prec = 10 ** 9
    return Decimal(1) / 3
