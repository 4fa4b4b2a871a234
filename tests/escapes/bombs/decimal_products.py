# expect: stopped
async def main():
    "use workflow"
    from decimal import Decimal, getcontext
    getcontext().prec = 1000
    d = Decimal(3)
    while True: d = d * d + 1
