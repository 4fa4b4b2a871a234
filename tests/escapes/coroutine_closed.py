# expect: stopped AccessRefused
async def f(): return 1


async def main():
    "use workflow"
    c = f()
    try: c.close()
    finally: await c
