"""Planted: a transfer that takes longer than allowed is taken for one that was not made, and is made again."""

from vm import race, sleep


async def send_money(amount: int = 100) -> str:
    "use workflow"
    receipt = await race(transfer(amount), sleep("30s"))
    if receipt is None:
        receipt = await transfer_by_post(amount)
    return receipt


async def transfer(amount: int) -> str:
    "use step"
    return f"sent {amount}"


async def transfer_by_post(amount: int) -> str:
    "use step"
    return f"posted {amount}"
