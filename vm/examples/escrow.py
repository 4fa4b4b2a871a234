"""Two parties and a deadline: money is held until both agree, one objects, or time is up.

    python -m vm start vm/examples/escrow.py --run-id deal-1
    python -m vm worker vm/examples/escrow.py &
    python -m vm hook deal-1.buyer '"agreed"'
    python -m vm hook deal-1.seller '"agreed"'
    python -m vm inspect run deal-1

Several hooks are open at once, each with its own deadline; what one party says twice counts once. `python -m vm
cancel deal-1` before they have spoken gives the money back.
"""

from vm import RunCancelled, create_hook, gather, get_workflow_metadata, race, sleep, timeout


async def hold(amount: int = 100_000, within: str = "7d", reminder: str = "2d") -> dict:
    "use workflow"
    run_id = get_workflow_metadata().run_id
    held = await take(amount)
    parties = {name: create_hook(f"{run_id}.{name}", metadata={"amount": amount}) for name in ("buyer", "seller")}
    try:
        said = await listen(parties, within, reminder)
        agreed = all(word == "agreed" for word in said)
        paid = None if agreed else await give_back(held)
    except RunCancelled:
        await give_back(held)
        raise
    return {"agreed": agreed, "said": said, "paid": paid or await pay(held)}


async def listen(parties: dict, within: str, reminder: str) -> list[str]:
    try:
        async with timeout(within):
            return await gather(*(hear(name, hook, reminder) for name, hook in parties.items()))
    except TimeoutError:
        return ["nothing"]


async def hear(name: str, hook, reminder: str) -> str:
    """Wait for a party's word, and remind it now and then."""
    while (word := await race(hook, sleep(reminder))) is None:
        await remind(name)
    return word


async def take(amount: int) -> dict:
    "use step"
    return {"amount": amount, "account": "escrow"}


async def remind(name: str) -> str:
    "use step"
    return f"to the {name}: we are waiting for your word"


async def pay(held: dict) -> str:
    "use step"
    return f"{held['amount'] / 100:.2f} to the seller"


async def give_back(held: dict) -> str:
    "use step"
    return f"{held['amount'] / 100:.2f} back to the buyer"
