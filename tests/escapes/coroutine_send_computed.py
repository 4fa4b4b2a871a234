# expect: stopped AccessRefused
async def f(): pass


async def main():
    "use workflow"
    c = f()
    try: return getattr(c, "send")(None)
    finally: await c
