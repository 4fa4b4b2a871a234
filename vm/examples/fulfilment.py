"""An order in several parcels: a child run for each, and what is undone when the order is cancelled.

    python -m vm run vm/examples/fulfilment.py --run-id order-7
    python -m vm start vm/examples/fulfilment.py --run-id order-8 --arg patience='"1h"'
    python -m vm worker vm/examples/fulfilment.py &
    python -m vm cancel order-8 --reason "changed her mind"
    python -m vm inspect run order-8

A cancelled run is told at its `await`: it may clean up, with as many steps as that takes, and lets the
cancellation pass. Its children are cancelled with it, and clean up after themselves.
"""

from parcels import ship

from vm import ChildFailed, RunCancelled, gather, log, start


async def fulfil(order: str = "A-7", parcels: int = 3, patience: str = "0s") -> dict:
    "use workflow"
    payment = await charge(order)
    runs = [start(ship, order, number, patience) for number in range(1, parcels + 1)]
    try:
        labels = await gather(*(run.result() for run in runs))
    except (RunCancelled, ChildFailed) as why:
        log(f"giving the money back: {why}", level="warning")
        await refund(payment)
        raise
    return {"order": order, "payment": payment, "labels": labels}


async def charge(order: str) -> str:
    "use step"
    return f"payment of {order}"


async def refund(payment: str) -> str:
    "use step"
    return f"refund of {payment}"
