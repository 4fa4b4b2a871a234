"""A decision with a deadline: a wait raced against a step, and conditions on what came of it.

    python -m vm run vm/examples/moderation.py --virtual-time
    python -m vm run vm/examples/moderation.py --virtual-time --arg text='"what a lovely day"'

A clean post goes out at once, a foul one is refused at once, and a doubtful one goes to a person, who has a
day. The step asks every six hours whether there is an answer; when the day is over it is cancelled.
"""

from vm import RetryableError, get_step_metadata, log, race, sleep, step


async def moderate(text: str = "buy my miracle cure", answers_after: int = 100) -> dict:
    "use workflow"
    score = await rate(text)
    if score < 0.3:
        return await publish(text, "clean")
    if score > 0.9:
        return {"published": False, "because": "foul"}
    ticket = await ask_moderator(text, score)
    log(f"{ticket} waits for a moderator until tomorrow")
    verdict = await race(await_verdict(ticket, answers_after), sleep("24h"))
    if verdict is None:  # what `sleep` gives: the day is over
        return {"published": False, "because": "nobody looked at it in time"}
    if verdict == "fine":
        return await publish(text, "looked at")
    return {"published": False, "because": verdict}


async def rate(text: str) -> float:
    "use step"
    suspicious = {"buy": 0.3, "miracle": 0.3, "idiot": 1.0}
    return min(1.0, sum(suspicious.get(word, 0.0) for word in text.lower().split()))


async def ask_moderator(text: str, score: float) -> str:
    "use step"
    return f"ticket-{len(text)}-{score:.1f}"


@step(max_retries=1000)
async def await_verdict(ticket: str, answers_after: int) -> str:
    """Stands in for a question to a ticket system, which has an answer at the n-th time of asking."""
    if get_step_metadata().attempt < answers_after:
        raise RetryableError(f"{ticket} is still open", retry_after="6h")
    return "fine"


async def publish(text: str, because: str) -> dict:
    "use step"
    return {"published": True, "because": because}
