# expect: stopped TypeError
async def main():
    "use workflow"
    async for x in [1]: pass
