"""One parcel of an order: what `fulfilment.py` starts as child runs. It runs by itself as well.

python -m vm run vm/examples/parcels.py
"""

from vm import RunCancelled, sleep


async def ship(order: str = "A-7", number: int = 1, patience: str = "0s") -> str:
    "use workflow"
    shelf = await reserve(order, number)
    try:
        await sleep(patience)  # until the lorry comes
        return await print_label(order, number)
    except RunCancelled:
        await give_back(shelf)
        raise


async def reserve(order: str, number: int) -> str:
    "use step"
    return f"shelf {number} for {order}"


async def give_back(shelf: str) -> str:
    "use step"
    return f"{shelf} is free again"


async def print_label(order: str, number: int) -> str:
    "use step"
    return f"{order}/{number}"
