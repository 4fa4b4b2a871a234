# expect: refused refused-attribute
async def f(): pass


async def main():
    "use workflow"
    c = f()
    try: return c.__await__()
    finally: await c
