"""Ask a person, and wait for the answer for up to a day: a hook raced with a sleep.

    python -m vm start vm/examples/approval.py --run-id leave-1
    python -m vm worker vm/examples/approval.py &
    python -m vm inspect hooks
    python -m vm hook leave-1.answer '{"ok": true, "by": "ada"}'
    python -m vm inspect run leave-1

The answer is checked against `Answer` before anything is written: one that does not fit is refused, and the run
goes on waiting. Kill any of these processes at any time: the question is still open when the next one starts.
"""

from dataclasses import dataclass

from vm import define_hook, get_workflow_metadata, log, race, sleep


@dataclass
class Answer:
    ok: bool
    by: str
    note: str = ""


Approval = define_hook(Answer)


async def request_leave(employee: str = "Grace", days: int = 5, within: str = "24h") -> dict:
    "use workflow"
    run_id = get_workflow_metadata().run_id
    with Approval.create(f"{run_id}.answer", metadata={"employee": employee, "days": days}) as hook:
        await ask(employee, days, hook.token)
        answer = await race(hook, sleep(within))
    if answer is None:
        log(f"nobody answered within {within}", level="warning")
        return {"employee": employee, "granted": False, "why": "nobody answered in time"}
    await tell(employee, answer.ok)
    return {"employee": employee, "granted": answer.ok, "why": answer.note or f"decided by {answer.by}"}


async def ask(employee: str, days: int, token: str) -> str:
    "use step"
    return f"to the team: may {employee} take {days} days off? Answer to {token}"


async def tell(employee: str, is_granted: bool) -> str:
    "use step"
    return f"to {employee}: {'enjoy your days off' if is_granted else 'not this time'}"
