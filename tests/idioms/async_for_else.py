async def gen():
    yield 1


async def main():
    "use workflow"
    async for x in gen(): pass
    else: return 'else'
