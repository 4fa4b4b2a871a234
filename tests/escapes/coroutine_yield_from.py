# expect: stopped TypeError
async def f(): pass


async def main():
    "use workflow"
    c = f()
    def g(): yield from c
    try: return list(g())
    finally: await c
