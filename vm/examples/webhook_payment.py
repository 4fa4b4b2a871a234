"""A vendor calls back: a payment whose outcome comes as a request to an address that nobody can guess.

    python -m vm serve vm/examples/webhook_payment.py --port 8700 &
    curl -s -X POST localhost:8700/v1/runs -H 'content-type: application/json' \\
         -d '{"workflow": "take_payment", "run_id": "pay-1"}'
    python -m vm inspect hooks          (the address is in the list)
    curl -s -X POST localhost:8700/webhook/TOKEN -d '{"paid": true}'

The vendor is answered by a step, `acknowledge`, which may look at the request first: "manual". It waits for
that answer, and is told to try again later when none comes in time.
"""

import json

from vm import RetryableError, create_webhook, log, respond, step, timeout


async def take_payment(order: str = "A-7", amount: int = 4200, patience: str = "1h") -> dict:
    "use workflow"
    with create_webhook(respond_with="manual", metadata={"order": order}) as webhook:
        await begin_payment(order, amount, webhook.url)
        try:
            async with timeout(patience):
                async for request in webhook:
                    outcome = await acknowledge(request, order)
                    if outcome is not None:
                        return {"order": order, "paid": outcome}
        except TimeoutError:
            log(f"the vendor did not call back within {patience}", level="warning")
    return {"order": order, "paid": False, "why": "the vendor did not call back"}


@step(max_retries=5)
async def begin_payment(order: str, amount: int, callback: str) -> str:
    if not callback:
        raise RetryableError("nowhere to call back to")
    return f"asked the vendor to charge {amount / 100:.2f} for {order} and to call {callback}"


async def acknowledge(request: dict, order: str) -> bool | None:
    "use step"
    try:
        paid = json.loads(request["body"])["paid"]
    except (ValueError, KeyError, TypeError):
        await respond(request, status=400, body={"error": 'send {"paid": true or false}'})
        return None
    await respond(request, status=200, body={"order": order, "seen": True})
    return bool(paid)
