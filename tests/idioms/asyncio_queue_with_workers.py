import asyncio


async def work(name, queue, results):
    while True:
        order = await queue.get()
        try:
            await asyncio.sleep(order)
            results.append((name, order))
        finally:
            queue.task_done()


async def main():
    "use workflow"
    queue, results = asyncio.Queue(maxsize=2), []
    workers = [asyncio.create_task(work(name, queue, results)) for name in "ab"]
    for order in (3, 1, 1, 2, 1):
        await queue.put(order)
    await queue.join()
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    return results, queue.empty(), [worker.cancelled() for worker in workers]
