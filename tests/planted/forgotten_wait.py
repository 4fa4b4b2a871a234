"""Planted: in the branch that is taken when nobody answers in time, the pause is called and not awaited."""

from vm import create_hook, race, sleep


async def remind(within: str = "1d") -> str:
    "use workflow"
    with create_hook("planted.answer") as hook:
        answer = await race(hook, sleep(within))
    if answer is None:
        sleep("2h")
        return await send("still there?")
    return answer


async def send(text: str) -> str:
    "use step"
    return text
