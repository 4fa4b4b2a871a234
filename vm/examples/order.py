"""An order: steps one after the other, two side by side, and a wait that outlives the process.

    python -m vm run vm/examples/order.py
    python -m vm run vm/examples/order.py --arg order_id='"A-7"' --arg wait='"1h"'

Kill the second one while it waits, then `python -m vm resume RUN`: nothing that was done is done again.
"""

from vm import FatalError, gather, get_step_metadata, log, sleep, step

PRICES = {"A-7": [("teapot", 3990), ("cups", 1800)], "A-8": [("anvil", 12900)]}  # cents


async def process_order(order_id: str = "A-7", wait: str = "2s") -> dict:
    "use workflow"
    order = await fetch_order(order_id)
    payment, parcel = await gather(charge_card(order), pack(order))
    log(f"{order_id} is paid and packed; the courier comes in {wait}")
    await sleep(wait)
    tracking = await hand_over(parcel)
    return {"order": order_id, "total": order["total"], "payment": payment, "tracking": tracking}


async def fetch_order(order_id: str) -> dict:
    "use step"
    if order_id not in PRICES:
        raise FatalError(f"there is no order {order_id}")
    items = PRICES[order_id]
    return {"id": order_id, "items": [name for name, _ in items], "total": sum(price for _, price in items)}


@step(max_retries=5, timeout="30s")
async def charge_card(order: dict) -> str:
    """A real one would pass this key on, so that a second attempt does not charge a second time."""
    key = get_step_metadata().step_id
    return f"charged {order['total'] / 100:.2f} under {key}"


def pack(order: dict) -> dict:
    "use step"
    return {"order": order["id"], "weight_g": 400 * len(order["items"])}  # a plain def: runs in a thread


async def hand_over(parcel: dict) -> str:
    "use step"
    return f"TRACK-{parcel['order']}-{parcel['weight_g']}"
