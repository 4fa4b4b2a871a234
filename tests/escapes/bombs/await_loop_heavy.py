# expect: stopped
import asyncio
async def main():
    "use workflow"
    a = "a" * 5_000_000
    while True:
        a.isidentifier()
        await asyncio.sleep(0)
