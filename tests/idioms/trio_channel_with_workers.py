import trio


async def main():
    "use workflow"
    sender, receiver = trio.open_memory_channel(1)
    done = []

    async def produce(channel, orders):
        async with channel:
            for order in orders:
                await channel.send(order)
                await trio.sleep(1)

    async def work(name, channel):
        async with channel:
            async for order in channel:
                await trio.sleep(order * 0.25)
                done.append((name, order))

    async with trio.open_nursery() as nursery:
        async with sender, receiver:
            nursery.start_soon(produce, sender.clone(), [6, 1])
            nursery.start_soon(produce, sender.clone(), [3])
            for name in "ab":
                nursery.start_soon(work, name, receiver.clone())
    return sorted(order for _, order in done), len(done)
