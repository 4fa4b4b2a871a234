# expect: stopped
# hole: getcontext().prec = n passes the limit that Context(prec=n) has
import decimal


async def main():
    "use workflow"
    decimal.getcontext().prec = 50_000
    return len(str(decimal.Decimal(1) / 3))
