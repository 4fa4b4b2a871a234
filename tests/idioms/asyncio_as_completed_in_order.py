import asyncio


async def offer(name, seconds):
    await asyncio.sleep(seconds)
    if name == "bad":
        raise LookupError(name)
    return name


async def main():
    "use workflow"
    seen = []
    for next_offer in asyncio.as_completed([offer("slow", 3), offer("quick", 1), offer("bad", 2)]):
        try:
            seen.append(await next_offer)
        except LookupError as error:
            seen.append(f"no {error}")
    try:
        for next_offer in asyncio.as_completed([offer("one", 1), offer("late", 9)], timeout=4):
            seen.append(await next_offer)
    except TimeoutError:
        seen.append("enough")
    return seen
