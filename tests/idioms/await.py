async def two(): return 2


async def main():
    "use workflow"
    return await two() + 1
