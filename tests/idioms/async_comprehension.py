async def gen():
    yield 1
    yield 2


async def main():
    "use workflow"
    return [x * 2 async for x in gen() if x > 1]
