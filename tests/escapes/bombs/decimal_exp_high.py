# expect: stopped
import decimal
async def main():
    "use workflow"
    with decimal.localcontext(prec=100_000) as c: return decimal.Decimal(3).exp()
