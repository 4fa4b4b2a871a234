import asyncio


async def ask(server, seconds):
    await asyncio.sleep(seconds)
    return server


async def main():
    "use workflow"
    tasks = {asyncio.create_task(ask(name, seconds), name=name) for name, seconds in (("eu", 3), ("us", 1), ("ap", 2))}
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    winner = done.pop().result()
    for task in pending:
        task.cancel()
    rest = await asyncio.gather(*pending, return_exceptions=True)
    return winner, len(rest), all(isinstance(each, asyncio.CancelledError) for each in rest)
