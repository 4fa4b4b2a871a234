"""A sign-up sequence: a month of mails in one function, with sleeps between them that cost nothing.

    python -m vm run vm/examples/drip.py --virtual-time
    python -m vm run vm/examples/drip.py --virtual-time 2024-02-28T09:00:00Z --arg active_on=9

The clock is virtual, so the month takes a moment. Without the flag it takes a month, and needs no process
that lives so long: stop it whenever you like and resume it.
"""

from datetime import timedelta

from vm import get_workflow_metadata, log, now, sleep

SEQUENCE = (("1d", "how to begin"), ("3d", "three tricks"), ("7d", "what others do"), ("14d", "we miss you"))


async def onboard(email: str = "ada@example.org", active_on: int = 12) -> dict:
    "use workflow"
    started = get_workflow_metadata().started_at
    sent = [await send(email, "welcome")]
    for pause, subject in SEQUENCE:
        await sleep(pause)
        day = (now() - started) // timedelta(days=1)
        if await is_active(email, day, active_on):
            log(f"{email} is active on day {day}: no more mail")
            return {"sent": sent, "ended": "active", "days": day}
        sent.append(await send(email, subject))
    return {"sent": sent, "ended": "sequence over", "days": (now() - started) // timedelta(days=1)}


async def send(email: str, subject: str) -> str:
    "use step"
    return f"{subject} to {email}"


async def is_active(email: str, day: int, active_on: int) -> bool:
    "use step"
    return day >= active_on
