# expect: stopped
async def inner(): return 1
async def main():
    "use workflow"
    c = inner()
    x = None
    return c.send(x)
