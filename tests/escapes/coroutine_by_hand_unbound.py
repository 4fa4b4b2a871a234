# expect: stopped AccessRefused
async def f(): return 1


async def main():
    "use workflow"
    c = f()
    try: return type(c).send(c, None)
    finally: await c
