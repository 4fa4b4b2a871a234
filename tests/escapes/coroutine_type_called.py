# expect: stopped TypeError
async def f(): pass


async def main():
    "use workflow"
    c = f()
    try: return type(c)()
    finally: await c
