# expect: stopped
async def main():
    "use workflow"
    async def g():
        while True: yield 1
    return [x async for x in g()]
