import asyncio


async def main():
    "use workflow"
    raw, clean, closed = asyncio.Queue(), asyncio.Queue(), asyncio.Event()
    condition, stock = asyncio.Condition(), []

    async def produce():
        for number in range(4):
            await asyncio.sleep(1)
            await raw.put(number)
        await raw.put(None)

    async def refine():
        while (number := await raw.get()) is not None:
            await clean.put(number * 10)
        closed.set()

    async def store():
        while not (closed.is_set() and clean.empty()):
            async with condition:
                stock.append(await clean.get())
                condition.notify_all()

    async def watch(amount):
        async with condition:
            await condition.wait_for(lambda: len(stock) >= amount)
            return amount, list(stock)

    async with asyncio.TaskGroup() as group:
        watching = [group.create_task(watch(amount)) for amount in (2, 4)]
        for part in (produce, refine, store):
            group.create_task(part())
    return [task.result() for task in watching]
