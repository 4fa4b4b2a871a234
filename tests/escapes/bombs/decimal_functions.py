# expect: stopped
async def main():
    "use workflow"
    from decimal import Decimal, getcontext
    getcontext().prec = 1000
    while True: Decimal(3).exp()
