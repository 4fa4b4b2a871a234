# expect: stopped
async def main():
    "use workflow"
    import asyncio
    while True: await asyncio.sleep(0)
