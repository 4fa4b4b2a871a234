from decimal import Decimal, ROUND_HALF_UP, localcontext


async def main():
    "use workflow"
    price = Decimal("19.99") * 3
    with localcontext() as context:
        context.prec = 5
        third = Decimal(1) / 3
    return (price, price.quantize(Decimal("0.1"), ROUND_HALF_UP), str(third), Decimal("1.10") == Decimal("1.1"), sum([price, 1]),
            f"{price:,.2f}", int(price), Decimal("1E+3").normalize(), Decimal(1) / 7)
