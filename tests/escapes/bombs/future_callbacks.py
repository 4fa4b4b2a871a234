# expect: stopped
async def main():
    "use workflow"
    import asyncio
    f = asyncio.get_running_loop().create_future()
    n = 0
    while True:
        n += 1
        f.add_done_callback(lambda _: None)
