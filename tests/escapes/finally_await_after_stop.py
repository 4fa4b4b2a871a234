# expect: stopped FuelExhausted
import asyncio
async def main():
    "use workflow"
    try:
        while True: pass
    finally:
        await asyncio.sleep(1)
