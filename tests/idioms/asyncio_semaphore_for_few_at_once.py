import asyncio


async def main():
    "use workflow"
    few, inside, most, ended = asyncio.Semaphore(2), 0, 0, []

    async def fetch(page):
        nonlocal inside, most
        async with few:
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(1 + page % 3)
            inside -= 1
            ended.append(page)
            return page * page

    started = asyncio.get_running_loop().time()
    results = await asyncio.gather(*map(fetch, range(6)))
    return results, most, ended, round(asyncio.get_running_loop().time() - started)
