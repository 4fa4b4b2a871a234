"""Planted: a charge without an idempotency key. An attempt whose answer is lost is made again, and charges again."""

CHARGES: list[int] = []


async def buy(amount: int = 42) -> str:
    "use workflow"
    return await charge(amount)


async def charge(amount: int) -> str:
    "use step"
    CHARGES.append(amount)
    return f"charged {amount}"
