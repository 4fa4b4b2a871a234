async def gen():
    yield 1
    yield 2


async def main():
    "use workflow"
    found = []
    async for x in gen(): found.append(x)
    return found
