# expect: stopped
async def main():
    "use workflow"
    import asyncio
    kept = []
    while True: kept.append(asyncio.get_running_loop().create_future())
