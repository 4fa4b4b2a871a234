async def wait(n):
    return await wait(n + 1)


async def main():
    "use workflow"
    return await wait(0)
