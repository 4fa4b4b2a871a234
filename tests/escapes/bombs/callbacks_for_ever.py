# expect: stopped
async def main():
    "use workflow"
    import asyncio
    loop = asyncio.get_running_loop()
    def f(): loop.call_soon(f)
    f()
    await asyncio.sleep(3600)
